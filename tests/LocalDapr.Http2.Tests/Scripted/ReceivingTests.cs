using System.Text;
using Platform.Testing;

namespace LocalDapr.Http2.Tests.Scripted;

/// <summary>What a server may do, though Kestrel does not.</summary>
public sealed class ReceivingTests
{
    private const FrameFlags Whole = FrameFlags.EndHeaders | FrameFlags.EndStream;

    [Fact]
    public async Task Receive_InterimAnswers_AreSkipped()
    {
        using var server = new ScriptedServer();
        var (connection, answer) = await server.BeginAsync();

        await connection.SendAsync(
            Frames.Headers(1, (":status", "100")), Frames.Headers(1, (":status", "103"), ("link", "</style.css>")), Frames.Ok(1, "body"));
        using var response = await answer;

        response.Headers.ShouldBeEmpty();
        (await answer.TextAsync()).ShouldBe("body");
    }

    [Fact]
    public async Task Receive_PaddingAndPriority_AreLeftOut()
    {
        using var server = new ScriptedServer();
        var (connection, answer) = await server.BeginAsync();
        byte[] block = Frames.Block((":status", "200"), ("x", "y"));

        await connection.SendAsync(
            Frames.Of(FrameType.Headers, FrameFlags.EndHeaders | FrameFlags.Padded | FrameFlags.Priority, 1, [4, 0x80, 0, 0, 0, 15, .. block, 0, 0, 0, 0]),
            Frames.Of(FrameType.Data, FrameFlags.Padded, 1, [3, .. "bo"u8, 0, 0, 0]),
            Frames.Of(FrameType.Data, FrameFlags.Padded, 1, 3, 0, 0, 0),
            Frames.Of(FrameType.Data, FrameFlags.Padded | FrameFlags.EndStream, 1, [0, .. "dy"u8]));
        using var response = await answer;

        response.Headers.GetValues("x").ShouldBe(["y"]);
        (await answer.TextAsync()).ShouldBe("body");
    }

    // Padding counts, and nobody reads it: its room has to come back by itself.
    [Fact]
    public async Task Receive_MorePaddingThanTheWindow_GetsRoomForIt()
    {
        const int Count = 2 * Http2Stream.ReceiveLimit / 256;
        using var server = new ScriptedServer();
        var (connection, answer) = await server.BeginAsync();
        var (window, sent) = (Http2Stream.ReceiveLimit, 0);

        await connection.SendAsync(Frames.Ok(1));
        while (sent < Count)
        {
            for (; window >= 256 && sent < Count; window -= 256, sent++)
                await connection.SendAsync(Frames.Of(FrameType.Data, FrameFlags.Padded, 1, [255, .. new byte[255]]));
            if (sent < Count && await connection.ReadAsync(FrameType.WindowUpdate) is { Stream: 1 } update)
                window += update.Number;
        }

        await connection.SendAsync(Frames.Data(1, "body", FrameFlags.EndStream));

        (await answer.TextAsync()).ShouldBe("body");
    }

    [Fact]
    public async Task Receive_HeadersInManyFrames_AreOne()
    {
        using var server = new ScriptedServer();
        var (connection, answer) = await server.BeginAsync();
        var block = Frames.Block((":status", "200"), ("x", "y"));

        await connection.SendAsync(Frames.Of(FrameType.Headers, FrameFlags.EndStream, 1, block[0]));
        foreach (var part in block[1..])
            await connection.SendAsync(Frames.Of(FrameType.Continuation, FrameFlags.None, 1, part));
        await connection.SendAsync(Frames.Of(FrameType.Continuation, FrameFlags.EndHeaders, 1));
        using var response = await answer;

        response.Headers.GetValues("x").ShouldBe(["y"]);
        (await answer.TextAsync()).ShouldBeEmpty();
    }

    [Fact]
    public async Task Receive_ByteByByte_IsTheSame()
    {
        using var server = new ScriptedServer();
        var (connection, answer) = await server.BeginAsync();

        foreach (var part in Frames.Ok(1, "body"))
            await connection.SendAsync([part]);

        (await answer.TextAsync()).ShouldBe("body");
    }

    [Fact]
    public async Task Receive_HuffmanCodes_AreRead()
    {
        using var server = new ScriptedServer();
        var (connection, answer) = await server.BeginAsync();

        // :status: 302 and custom-key: custom-value, from RFC 7541, appendices C.4.3 and C.6.1.
        await connection.SendAsync(Frames.Of(FrameType.Headers, Whole, 1, Convert.FromHexString("488264024088" + "25a849e95ba97d7f89" + "25a849e95bb8e8b4bf")));
        using var response = await answer;

        ((int)response.StatusCode).ShouldBe(302);
        response.Headers.GetValues("custom-key").ShouldBe(["custom-value"]);
    }

    [Fact]
    public async Task Receive_Trailers_AreAfterTheBody()
    {
        using var server = new ScriptedServer();
        var (connection, answer) = await server.BeginAsync();

        await connection.SendAsync(Frames.Ok(1), Frames.Data(1, "body"), Frames.LastHeaders(1, ("grpc-status", "0")));
        using var response = await answer;
        var body = await response.Content.ReadAsStringAsync().WaitAsync(Eventually.Patience);

        body.ShouldBe("body");
        response.TrailingHeaders.GetValues("grpc-status").ShouldBe(["0"]);
    }

    [Fact]
    public async Task Receive_UnknownFramesSettingsAndPriorities_AreIgnored()
    {
        using var server = new ScriptedServer();
        var (connection, answer) = await server.BeginAsync();

        await connection.SendAsync(
            Frames.Of((FrameType)0xfe, (FrameFlags)0xff, 0, 1, 2, 3),
            Frames.Of((FrameType)0x0a, FrameFlags.None, 1),
            Frames.Of(FrameType.Priority, FrameFlags.None, 1, new byte[5]),
            Frames.Of(FrameType.Priority, FrameFlags.None, 99, new byte[5]),
            Frames.Of(FrameType.Ping, FrameFlags.Acknowledge, 0, new byte[8]),
            Frames.Settings((0xfefe, 7)),
            Frames.Ok(1, "body"));

        (await answer.TextAsync()).ShouldBe("body");
    }

    [Fact]
    public async Task Receive_PingAndSettings_AreAnswered()
    {
        using var server = new ScriptedServer();
        var answer = server.Client.GetAsync();
        using var connection = await server.AcceptAsync();

        var acknowledgement = await connection.ReadAsync(FrameType.Settings);
        await connection.SendAsync(Frames.Of(FrameType.Ping, FrameFlags.None, 0, Encoding.ASCII.GetBytes("payload!")));
        var pong = await connection.ReadAsync(FrameType.Ping);

        (acknowledgement.Flags, acknowledgement.Payload.Length).ShouldBe((FrameFlags.Acknowledge, 0));
        (pong.Flags, Encoding.ASCII.GetString(pong.Payload)).ShouldBe((FrameFlags.Acknowledge, "payload!"));
        answer.IsCompleted.ShouldBeFalse();
    }
}
