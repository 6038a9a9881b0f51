using Platform.Testing;

namespace LocalDapr.Http2.Tests.Scripted;

/// <summary>Streams that the server ends, or does not let begin.</summary>
public sealed class RefusalTests
{
    private readonly TaskCompletionSource _contentEnded = new(TaskCreationOptions.RunContinuationsAsynchronously);

    [Fact]
    public async Task Reset_GetIsRefused_IsSentAgain()
    {
        using var server = new ScriptedServer();
        var (connection, answer) = await server.BeginAsync();

        await connection.SendAsync(Frames.Reset(1, ErrorCode.RefusedStream));
        var again = await connection.ReadAsync(FrameType.Headers);
        await connection.SendAsync(Frames.Ok(3, "body"));

        (again.Stream, again.Has(FrameFlags.EndStream)).ShouldBe((3, true));
        (await answer.TextAsync()).ShouldBe("body");
    }

    [Fact]
    public async Task Reset_GetIsRefusedAgainAndAgain_FailsInTheEnd()
    {
        using var server = new ScriptedServer();
        var (connection, answer) = await server.BeginAsync();

        await connection.SendAsync(Frames.Reset(1, ErrorCode.RefusedStream));
        for (var stream = 3; stream <= 5; stream += 2)
        {
            (await connection.ReadAsync(FrameType.Headers)).Stream.ShouldBe(stream);
            await connection.SendAsync(Frames.Reset(stream, ErrorCode.RefusedStream));
        }

        await ShouldFailAsync(answer, ErrorCode.RefusedStream);
    }

    [Fact]
    public async Task Reset_PostOfBytesIsRefused_IsSentAgainWithThem()
    {
        using var server = new ScriptedServer();
        var (connection, answer) = await server.BeginAsync(Calls.Post(new StringContent("body")));

        await connection.SendAsync(Frames.Reset(1, ErrorCode.RefusedStream));
        var again = await connection.ReadUntilAsync(frame => frame.Stream == 3 && frame.Has(FrameFlags.EndStream));
        await connection.SendAsync(Frames.Ok(3, "answer"));

        again[^1].Payload.ShouldBe("body"u8.ToArray());
        (await answer.TextAsync()).ShouldBe("answer");
    }

    [Fact]
    public async Task Reset_PostWhoseBodyIsGoneIsRefused_Fails()
    {
        using var server = new ScriptedServer();
        var (connection, answer) = await server.BeginAsync(Calls.Post(PushContent.Of("body"u8.ToArray())));

        await connection.SendAsync(Frames.Reset(1, ErrorCode.RefusedStream));

        await ShouldFailAsync(answer, ErrorCode.RefusedStream);
    }

    [Fact]
    public async Task Reset_ForAnotherReason_Fails()
    {
        using var server = new ScriptedServer();
        var (connection, answer) = await server.BeginAsync();

        await connection.SendAsync(Frames.Reset(1, ErrorCode.Cancel));

        await ShouldFailAsync(answer, ErrorCode.Cancel);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Reset_AfterTheWholeAnswer_EndsTheContentOnly(bool atOnce)
    {
        using var server = new ScriptedServer();
        var (connection, answer) = await server.BeginAsync(Calls.Post(PushContent.OfNothing(_contentEnded)));

        byte[] reset = Frames.Reset(1, ErrorCode.NoError);
        await connection.SendAsync(Frames.Ok(1, "enough"), atOnce ? reset : []);
        using var response = await answer;
        await connection.SendAsync(atOnce ? [] : reset);
        await _contentEnded.Task.WaitAsync(Eventually.Patience);

        (await answer.TextAsync()).ShouldBe("enough");
    }

    // To open more connections to a server that takes no request would not help.
    [Fact]
    public async Task Settings_NoStreamsAllowed_LeavesItToTheServerToRefuse()
    {
        using var server = new ScriptedServer();
        var answer = server.Client.PostAsync(PushContent.Of("body"u8.ToArray()));
        using var connection = await server.AcceptAsync((Frames.MaxConcurrentStreams, 0));

        await connection.ReadAsync(FrameType.Headers);
        await connection.SendAsync(Frames.Reset(1, ErrorCode.RefusedStream));

        await ShouldFailAsync(answer, ErrorCode.RefusedStream);
    }

    [Fact]
    public async Task Settings_OneStreamAllowed_TakesOneConnectionForEach()
    {
        using var server = new ScriptedServer();
        var first = server.Client.PostAsync(new StringContent("body"));
        using var connection = await server.AcceptAsync((Frames.MaxConcurrentStreams, 1));
        await connection.ReadAsync(FrameType.Headers);

        var (another, second) = await server.BeginAsync();
        await another.SendAsync(Frames.Ok(1, "second"));
        await connection.SendAsync(Frames.Ok(1, "first"));

        (await first.TextAsync()).ShouldBe("first");
        (await second.TextAsync()).ShouldBe("second");
    }

    private static async Task ShouldFailAsync(Task<HttpResponseMessage> answer, ErrorCode code)
    {
        var failure = await Should.ThrowAsync<HttpRequestException>(answer);

        failure.HttpRequestError.ShouldBe(HttpRequestError.HttpProtocolError);
        failure.InnerException.ShouldBeOfType<HttpProtocolException>().ErrorCode.ShouldBe((long)code);
    }
}
