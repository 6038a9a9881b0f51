using Platform.Testing;

namespace LocalDapr.Http2.Tests.Scripted;

/// <summary>Connections that end, or do not begin.</summary>
public sealed class BrokenOffTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Receive_EndOfTheConnectionWithinHeaders_IsAnEndOfTheAnswer(bool isWithinFrame)
    {
        using var server = new ScriptedServer();
        var (connection, answer) = await server.BeginAsync();

        await connection.SendAsync(isWithinFrame ? Frames.Ok(1)[..12] : Frames.Of(FrameType.Headers, FrameFlags.None, 1, 0x88));
        connection.Close();
        var failure = await Should.ThrowAsync<HttpRequestException>(answer);

        failure.HttpRequestError.ShouldBe(HttpRequestError.ResponseEnded);
    }

    [Fact]
    public async Task Receive_EndOfTheConnectionWithinTheBody_IsAnEndOfTheAnswer()
    {
        using var server = new ScriptedServer();
        var (connection, answer) = await server.BeginAsync();

        await connection.SendAsync(Frames.Ok(1), Frames.Data(1, "bo"));
        using var response = await answer;
        connection.Close();
        var failure = await Should.ThrowAsync<HttpRequestException>(() => response.Content.ReadAsByteArrayAsync().WaitAsync(Eventually.Patience));

        failure.InnerException.ShouldBeOfType<HttpIOException>().HttpRequestError.ShouldBe(HttpRequestError.ResponseEnded);
    }

    [Fact]
    public async Task Receive_EndOfTheConnectionWhileABodyIsSent_EndsTheContent()
    {
        var ended = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var server = new ScriptedServer();
        var (connection, answer) = await server.BeginAsync(Calls.Post(PushContent.OfNothing(ended)));

        connection.Close();
        var failure = await Should.ThrowAsync<HttpRequestException>(answer);

        failure.HttpRequestError.ShouldBe(HttpRequestError.ResponseEnded);
        await ended.Task.WaitAsync(Eventually.Patience);
    }

    [Fact]
    public async Task Connect_ServerThatClosesBeforeItsSettings_IsAConnectionError()
    {
        using var server = new ScriptedServer();
        var answer = server.Client.GetAsync();

        using var connection = await server.AcceptSilentlyAsync();
        connection.Close();
        var failure = await Should.ThrowAsync<HttpRequestException>(answer);

        failure.HttpRequestError.ShouldBe(HttpRequestError.ConnectionError);
    }

    [Fact]
    public async Task Connect_ServerThatTakesItsTimeToSpeak_IsWaitedFor()
    {
        var time = new ManualTimeProvider();
        using var server = new ScriptedServer(new() { TimeProvider = time, ConnectTimeout = TimeSpan.FromSeconds(5) });
        var answer = server.Client.GetAsync();

        using var connection = await server.AcceptSilentlyAsync();
        time.Advance(TimeSpan.FromSeconds(5));
        await connection.SendAsync(Frames.Settings());
        await connection.ReadAsync(FrameType.Headers);
        await connection.SendAsync(Frames.Ok(1, "body"));

        (await answer.TextAsync()).ShouldBe("body");
    }

    [Fact]
    public async Task Dispose_WhileAConnectionBegins_EndsWhoWaitsForIt()
    {
        using var server = new ScriptedServer();
        var answer = server.Client.GetAsync();
        using var connection = await server.AcceptSilentlyAsync();

        server.Client.Dispose();

        (await Should.ThrowAsync<HttpRequestException>(answer)).HttpRequestError.ShouldBe(HttpRequestError.ConnectionError);
        (await connection.ReadAsync()).ShouldBeNull();
    }

    // Many that come at once wait for one connection; what one of them does is not the others' concern.
    [Fact]
    public async Task Connect_CancelByOneOfThoseWhoWait_LeavesTheOthers()
    {
        using var server = new ScriptedServer();
        using var cancellation = new CancellationTokenSource();
        var canceled = server.Client.GetAsync(cancellation.Token);
        var answer = server.Client.GetAsync();

        using var connection = await server.AcceptSilentlyAsync();
        await cancellation.CancelAsync();
        (await Should.ThrowAsync<OperationCanceledException>(canceled)).CancellationToken.ShouldBe(cancellation.Token);
        await connection.SendAsync(Frames.Settings());
        await connection.ReadAsync(FrameType.Headers);
        await connection.SendAsync(Frames.Ok(1, "body"));

        (await answer.TextAsync()).ShouldBe("body");
    }
}
