using Platform.Testing;

namespace LocalDapr.Http2.Tests.Scripted;

/// <summary>
/// The frames of a request. When the connection is just sending something else, that may take the beginning of a request along, and its end follows in a frame of
/// its own: so each test sends requests until one goes alone.
/// </summary>
public sealed class SendingTests
{
    [Fact]
    public async Task Send_WithoutBody_EndsWithItsHeaders()
    {
        using var server = new ScriptedServer();
        using var connection = await BeginAsync(server);

        await Eventually.AssertAsync(async () =>
        {
            var frames = await SendAsync(server, connection, Calls.Get());
            frames.Single().Type.ShouldBe(FrameType.Headers);
        });
    }

    [Theory]
    [InlineData(1)]
    [InlineData(100)]
    [InlineData(Frame.DefaultMaxPayload)]
    public async Task Send_SmallBody_EndsWithItsOnlyFrame(int length)
    {
        using var server = new ScriptedServer();
        using var connection = await BeginAsync(server);

        await Eventually.AssertAsync(async () =>
        {
            var frames = await SendAsync(server, connection, Calls.Post(new ByteArrayContent(new byte[length])));
            frames.Select(frame => (frame.Type, frame.Payload.Length, frame.Has(FrameFlags.EndStream)))
                .Skip(1).ShouldBe([(FrameType.Data, length, true)]);
        });
    }

    [Fact]
    public async Task Send_EmptyBody_EndsWithItsHeaders()
    {
        using var server = new ScriptedServer();
        using var connection = await BeginAsync(server);

        await Eventually.AssertAsync(async () =>
        {
            var frames = await SendAsync(server, connection, Calls.Post(new ByteArrayContent([])));
            frames.Single().Type.ShouldBe(FrameType.Headers);
        });
    }

    // The flag is that of the first frame, though the headers end with the last.
    [Fact]
    public async Task Send_LongHeadersWithoutBody_EndWithTheirFirstFrame()
    {
        using var server = new ScriptedServer();
        using var connection = await BeginAsync(server);

        await Eventually.AssertAsync(async () =>
        {
            var request = Calls.Get();
            request.Headers.Add("x-long", new string('h', 40_000));
            var frames = await SendAsync(server, connection, request);
            frames.Select(frame => (frame.Type, frame.Flags)).ShouldBe(
            [
                (FrameType.Headers, FrameFlags.EndStream), (FrameType.Continuation, FrameFlags.None), (FrameType.Continuation, FrameFlags.EndHeaders),
            ]);
            frames.Max(frame => frame.Payload.Length).ShouldBe(Frame.DefaultMaxPayload);
        });
    }

    private static async Task<ScriptedConnection> BeginAsync(ScriptedServer server)
    {
        var (connection, answer) = await server.BeginAsync();
        await connection.SendAsync(Frames.OkOnly(1));
        using var response = await answer;
        // What of the first request comes after its headers.
        await connection.SendAsync(Frames.Of(FrameType.Ping, FrameFlags.None, 0, new byte[8]));
        await connection.ReadAsync(FrameType.Ping);
        return connection;
    }

    private static async Task<List<ReceivedFrame>> SendAsync(ScriptedServer server, ScriptedConnection connection, HttpRequestMessage request)
    {
        var answer = server.Client.CallAsync(request);
        var flags = FrameFlags.None;
        var frames = await connection.ReadUntilAsync(frame => (flags |= frame.Flags).HasFlag(FrameFlags.EndStream | FrameFlags.EndHeaders));
        await connection.SendAsync(Frames.OkOnly(frames[0].Stream));
        using var response = await answer;
        return frames;
    }
}
