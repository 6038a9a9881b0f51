namespace LocalDapr.Http2.Tests.Scripted;

/// <summary>Connections on which the server takes no more requests.</summary>
public sealed class GoAwayTests
{
    [Fact]
    public async Task GoAway_GetIsNotCovered_IsSentAgainOnAnotherConnection()
    {
        using var server = new ScriptedServer();
        var (connection, answer) = await server.BeginAsync();

        await connection.SendAsync(Frames.GoAway(0));
        using var another = await server.AcceptAsync();
        (await another.ReadAsync(FrameType.Headers)).Stream.ShouldBe(1);
        await another.SendAsync(Frames.Ok(1, "body"));

        (await answer.TextAsync()).ShouldBe("body");
        await ShouldBeClosedAsync(connection);
    }

    [Fact]
    public async Task GoAway_PostWhoseBodyIsGoneIsNotCovered_Fails()
    {
        using var server = new ScriptedServer();
        var (connection, answer) = await server.BeginAsync(Calls.Post(PushContent.Of("body"u8.ToArray())));

        await connection.SendAsync(Frames.GoAway(0));

        (await Should.ThrowAsync<HttpRequestException>(answer)).InnerException.ShouldBeOfType<HttpProtocolException>();
        await ShouldBeClosedAsync(connection);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(int.MaxValue)]
    public async Task GoAway_StreamIsCovered_EndsWellAndTheNextGoesElsewhere(int last)
    {
        using var server = new ScriptedServer();
        var (connection, answer) = await server.BeginAsync();

        await connection.SendAsync(Frames.GoAway(last), Frames.Ok(1));
        using var response = await answer;
        var (another, next) = await server.BeginAsync();
        await another.SendAsync(Frames.Ok(1, "next"));
        (await next.TextAsync()).ShouldBe("next");
        await connection.SendAsync(Frames.Data(1, "body", FrameFlags.EndStream));

        (await answer.TextAsync()).ShouldBe("body");
        await ShouldBeClosedAsync(connection);
    }

    [Fact]
    public async Task GoAway_WhileNothingRuns_ClosesTheConnection()
    {
        using var server = new ScriptedServer();
        var (connection, answer) = await server.BeginAsync();
        await connection.SendAsync(Frames.OkOnly(1));
        using var response = await answer;

        await connection.SendAsync(Frames.GoAway(1));
        await ShouldBeClosedAsync(connection);
        var (another, next) = await server.BeginAsync();
        await another.SendAsync(Frames.Ok(1, "next"));

        (await next.TextAsync()).ShouldBe("next");
    }

    // The answer may be there before the request is whole.
    [Fact]
    public async Task GoAway_RequestThatEndsAfterItsAnswer_IsSentToItsEnd()
    {
        using var server = new ScriptedServer();
        var gate = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var (connection, answer) = await server.BeginAsync(Calls.Post(new PushContent(async (body, cancellationToken) =>
        {
            await gate.Task.WaitAsync(cancellationToken);
            await body.WriteAsync("the end"u8.ToArray(), cancellationToken);
        })));

        await connection.SendAsync(Frames.GoAway(1), Frames.OkOnly(1));
        using var response = await answer;
        gate.SetResult();
        var frames = await connection.ReadUntilAsync(frame => frame.Has(FrameFlags.EndStream));

        frames.SelectMany(frame => frame.Payload).ShouldBe("the end"u8.ToArray());
        await ShouldBeClosedAsync(connection);
    }

    private static async Task ShouldBeClosedAsync(ScriptedConnection connection)
    {
        while (await connection.ReadAsync() is { } frame)
            frame.Type.ShouldBeOneOf(FrameType.Settings, FrameType.WindowUpdate, FrameType.Data);
        connection.Dispose();
    }
}
