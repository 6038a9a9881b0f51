namespace LocalDapr.Http2.Tests.Scripted;

/// <summary>What ends a request but not its connection (RFC 9113, sections 5.4.2 and 8.1.1).</summary>
public sealed class StreamErrorTests
{
    private static readonly Dictionary<string, byte[]> Answers = new()
    {
        ["no fields"] = Frames.LastHeaders(1),
        ["no status"] = Frames.LastHeaders(1, ("x", "y")),
        ["a status after another field"] = Frames.LastHeaders(1, ("x", "y"), (":status", "200")),
        ["two statuses"] = Frames.LastHeaders(1, (":status", "200"), (":status", "200")),
        ["a status without digits"] = Frames.LastHeaders(1, (":status", "abc")),
        ["a status of two digits"] = Frames.LastHeaders(1, (":status", "99")),
        ["a status of four digits"] = Frames.LastHeaders(1, (":status", "0200")),
        ["a status with a sign"] = Frames.LastHeaders(1, (":status", "+20")),
        ["a status below 100"] = Frames.LastHeaders(1, (":status", "099")),
        ["an end before the status"] = Frames.LastHeaders(1, (":status", "103")),
        ["a name in upper case"] = Frames.LastHeaders(1, (":status", "200"), ("X-Upper", "y")),
        ["a name that is empty"] = Frames.LastHeaders(1, (":status", "200"), ("", "y")),
        ["a name with a space"] = Frames.LastHeaders(1, (":status", "200"), ("x y", "z")),
        ["connection"] = Frames.LastHeaders(1, (":status", "200"), ("connection", "close")),
        ["keep-alive"] = Frames.LastHeaders(1, (":status", "200"), ("keep-alive", "5")),
        ["proxy-connection"] = Frames.LastHeaders(1, (":status", "200"), ("proxy-connection", "close")),
        ["transfer-encoding"] = Frames.LastHeaders(1, (":status", "200"), ("transfer-encoding", "chunked")),
        ["upgrade"] = Frames.LastHeaders(1, (":status", "200"), ("upgrade", "h2c")),
        ["a pseudo-field after others"] = Frames.LastHeaders(1, (":status", "200"), ("x", "y"), (":path", "/")),
        ["CR in a value"] = Frames.LastHeaders(1, (":status", "200"), ("x", "a\rb")),
        ["LF in a value"] = Frames.LastHeaders(1, (":status", "200"), ("x", "a\nb")),
        ["NUL in a value"] = Frames.LastHeaders(1, (":status", "200"), ("x", "a\0b")),
        ["DATA before HEADERS"] = Frames.Data(1, "body"),
        ["DATA after interim HEADERS"] = [.. Frames.Headers(1, (":status", "103")), .. Frames.Data(1, "body")],
        ["HEADERS within the answer"] = [.. Frames.Ok(1), .. Frames.Headers(1, ("x", "y"))],
        ["a pseudo-field in the trailers"] = [.. Frames.Ok(1), .. Frames.LastHeaders(1, (":status", "200"))],
        ["a field of the connection in the trailers"] = [.. Frames.Ok(1), .. Frames.LastHeaders(1, ("upgrade", "h2c"))],
    };

    public static TheoryData<string> Cases => [.. Answers.Keys];

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task Receive_Malformed_FailsThisRequestOnly(string what)
    {
        using var server = new ScriptedServer();
        var (connection, answer) = await server.BeginAsync();

        await connection.SendAsync(Answers[what]);
        var failure = await Should.ThrowAsync<HttpRequestException>(() => answer.BytesAsync());
        var reset = await connection.ReadAsync(FrameType.ResetStream);
        var next = server.Client.GetAsync();
        await connection.SendAsync(Frames.Ok((await connection.ReadAsync(FrameType.Headers)).Stream, "next"));

        failure.HttpRequestError.ShouldBe(HttpRequestError.HttpProtocolError);
        (reset.Stream, (ErrorCode)reset.Number).ShouldBe((1, ErrorCode.ProtocolError));
        (await next.TextAsync()).ShouldBe("next");
    }

    // The server may have sent it before it heard of the reset.
    [Fact]
    public async Task Receive_MoreOfAStreamThatWasReset_IsIgnored()
    {
        using var server = new ScriptedServer();
        var (connection, answer) = await server.BeginAsync();
        await connection.SendAsync(Frames.Data(1, "body"));
        await Should.ThrowAsync<HttpRequestException>(answer);

        await connection.SendAsync(
            Frames.Ok(1), Frames.Data(1, "more"), Frames.WindowUpdate(1, 1), Frames.LastHeaders(1, ("x", "y")), Frames.Reset(1, ErrorCode.Cancel));
        var next = server.Client.GetAsync();
        await connection.SendAsync(Frames.Ok((await connection.ReadAsync(FrameType.Headers)).Stream, "next"));

        (await next.TextAsync()).ShouldBe("next");
    }

    [Fact]
    public async Task Receive_HeadersOfManyFramesThatAreTooLong_FailsThisRequestOnly()
    {
        using var server = new ScriptedServer(new() { MaxHeaderListBytes = 20_000 });
        var (connection, answer) = await server.BeginAsync();
        var part = new byte[Frame.DefaultMaxPayload];

        await connection.SendAsync(Frames.Of(FrameType.Headers, FrameFlags.EndStream, 1, part));
        for (var i = 0; i < 10; i++)
            await connection.SendAsync(Frames.Of(FrameType.Continuation, FrameFlags.None, 1, part));
        await connection.SendAsync(Frames.Of(FrameType.Continuation, FrameFlags.EndHeaders, 1));
        var failure = await Should.ThrowAsync<HttpRequestException>(answer);
        var next = server.Client.GetAsync();
        await connection.SendAsync(Frames.Ok((await connection.ReadAsync(FrameType.Headers)).Stream, "next"));

        failure.HttpRequestError.ShouldBe(HttpRequestError.HttpProtocolError);
        (await next.TextAsync()).ShouldBe("next");
    }
}
