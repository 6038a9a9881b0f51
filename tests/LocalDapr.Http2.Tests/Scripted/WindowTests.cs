using Platform.Testing;

namespace LocalDapr.Http2.Tests.Scripted;

/// <summary>How much the server lets the client send.</summary>
public sealed class WindowTests
{
    private const int DefaultWindow = 65_535;

    private static readonly byte[] Body = [.. Enumerable.Range(0, 200_000).Select(i => (byte)(i * 31 / 7))];

    [Fact]
    public async Task Send_WindowThatShrinksToNothing_WaitsUntilItGrows()
    {
        using var server = new ScriptedServer();
        var (connection, answer) = await server.BeginAsync(Calls.Post(new ByteArrayContent(Body)));
        var body = await ReadAsync(connection, DefaultWindow);

        await connection.SendAsync(Frames.WindowUpdate(0, Body.Length), Frames.Settings((Frames.InitialWindowSize, 0)));
        await FenceAsync(connection);
        // What is missing is more than what comes: the stream's window is below none.
        await connection.SendAsync(Frames.WindowUpdate(1, DefaultWindow - 1));
        await FenceAsync(connection);
        await connection.SendAsync(Frames.WindowUpdate(1, 1 + 10));
        body.AddRange(await ReadAsync(connection, 10));
        await FenceAsync(connection);
        await connection.SendAsync(Frames.Settings((Frames.InitialWindowSize, (uint)Body.Length)));
        body.AddRange(await ReadAsync(connection, Body.Length - body.Count));
        await connection.SendAsync(Frames.OkOnly(1));
        await answer;

        ShouldBeWhole(body, Body);
    }

    [Fact]
    public async Task Send_WindowThatGrowsByteByByte_SendsByteByByte()
    {
        using var server = new ScriptedServer();
        var answer = server.Client.PostAsync(new ByteArrayContent(Body, 0, 200));
        using var connection = await server.AcceptAsync((Frames.InitialWindowSize, 0));
        await connection.ReadAsync(FrameType.Headers);
        var body = new List<byte>();

        while (body.Count < 200)
        {
            await connection.SendAsync(Frames.WindowUpdate(1, 1));
            body.AddRange(await ReadAsync(connection, 1));
        }

        await connection.SendAsync(Frames.OkOnly(1));
        await answer;

        ShouldBeWhole(body, Body[..200]);
    }

    [Fact]
    public async Task Send_TwoBodiesInTheWindowOfTheConnection_BothArriveWhole()
    {
        using var server = new ScriptedServer();
        var first = server.Client.PostAsync(new ByteArrayContent(Body));
        using var connection = await server.AcceptAsync((Frames.InitialWindowSize, int.MaxValue));
        await connection.ReadAsync(FrameType.Headers);
        var second = server.Client.PostAsync(new ByteArrayContent(Body));
        var bodies = new Dictionary<int, List<byte>> { [1] = [], [3] = [] };
        var (window, ended) = (DefaultWindow, 0);

        while (ended < 2)
        {
            var data = await connection.ReadAsync(FrameType.Data);
            bodies[data.Stream].AddRange(data.Payload);
            ended += data.Has(FrameFlags.EndStream) ? 1 : 0;
            (window -= data.Payload.Length).ShouldBeGreaterThanOrEqualTo(0);
            if (window == 0)
                await connection.SendAsync(Frames.WindowUpdate(0, window = 10_000));
        }

        await connection.SendAsync(Frames.OkOnly(3), Frames.OkOnly(1));
        await Task.WhenAll(first, second);

        ShouldBeWhole(bodies[1], Body);
        ShouldBeWhole(bodies[3], Body);
    }

    [Fact]
    public async Task Send_LargerFramesAllowed_AreNotLargerThanThat()
    {
        using var server = new ScriptedServer();
        var answer = server.Client.PostAsync(new ByteArrayContent(Body));
        using var connection = await server.AcceptAsync((Frames.MaxFrameSize, Frame.DefaultMaxPayload), (Frames.InitialWindowSize, 1_000_000));
        await connection.SendAsync(Frames.WindowUpdate(0, 1_000_000));

        var body = await ReadAsync(connection, Body.Length);
        await connection.SendAsync(Frames.OkOnly(1));
        await answer;

        ShouldBeWhole(body, Body);
    }

    [Fact]
    public async Task Send_ResetWhileItWaitsForRoom_EndsTheContent()
    {
        using var server = new ScriptedServer();
        var ended = new TaskCompletionSource<Exception>(TaskCreationOptions.RunContinuationsAsynchronously);
        var content = new PushContent(async (body, _) =>
            ended.SetResult(await Should.ThrowAsync<IOException>(async () => await body.WriteAsync(Body, CancellationToken.None))));
        var (connection, answer) = await server.BeginAsync(Calls.Post(content));
        await ReadAsync(connection, DefaultWindow);

        await connection.SendAsync(Frames.Reset(1, ErrorCode.Cancel));

        await Should.ThrowAsync<HttpRequestException>(answer);
        await ended.Task.WaitAsync(Eventually.Patience);
    }

    private static async Task<List<byte>> ReadAsync(ScriptedConnection connection, int count)
    {
        var bytes = new List<byte>();
        while (bytes.Count < count)
            bytes.AddRange((await connection.ReadAsync(FrameType.Data)).Payload);
        bytes.Count.ShouldBe(count);
        return bytes;
    }

    // Without a message that shows the bytes.
    private static void ShouldBeWhole(List<byte> body, byte[] expected) =>
        body.SequenceEqual(expected).ShouldBeTrue($"{body.Count} of {expected.Length} bytes");

    // What the client would have sent by now comes before its answer to a ping.
    private static async Task FenceAsync(ScriptedConnection connection)
    {
        for (var i = 0; i < 2; i++)
        {
            await connection.SendAsync(Frames.Of(FrameType.Ping, FrameFlags.None, 0, new byte[8]));
            while ((await connection.ReadAsync()).ShouldNotBeNull() is var frame && frame.Type != FrameType.Ping)
                frame.Type.ShouldNotBe(FrameType.Data);
        }
    }
}
