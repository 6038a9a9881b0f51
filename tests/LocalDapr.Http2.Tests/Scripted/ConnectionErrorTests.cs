using System.Buffers.Binary;

namespace LocalDapr.Http2.Tests.Scripted;

/// <summary>What ends a connection (RFC 9113, section 5.4.1).</summary>
public sealed class ConnectionErrorTests
{
    private const FrameFlags Whole = FrameFlags.EndHeaders | FrameFlags.EndStream;

    // What the server says while stream 1 is open, and the code that it is told.
    private static readonly Dictionary<string, (byte[] Bytes, ErrorCode Code)> Errors = new()
    {
        ["frame longer than 16384"] = ([0x00, 0x40, 0x01, 0, 0, 0, 0, 0, 1], ErrorCode.FrameSizeError),
        ["frame of the greatest length"] = ([0xff, 0xff, 0xff, 0xff, 0, 0, 0, 0, 1], ErrorCode.FrameSizeError),
        ["PING of 7 bytes"] = (Of(FrameType.Ping, 0, new byte[7]), ErrorCode.FrameSizeError),
        ["PING on a stream"] = (Of(FrameType.Ping, 1, new byte[8]), ErrorCode.ProtocolError),
        ["SETTINGS of 5 bytes"] = (Of(FrameType.Settings, 0, new byte[5]), ErrorCode.FrameSizeError),
        ["SETTINGS on a stream"] = (Of(FrameType.Settings, 1), ErrorCode.ProtocolError),
        ["MAX_FRAME_SIZE too small"] = (Frames.Settings((Frames.MaxFrameSize, 16_383)), ErrorCode.ProtocolError),
        ["MAX_FRAME_SIZE too large"] = (Frames.Settings((Frames.MaxFrameSize, 1 << 24)), ErrorCode.ProtocolError),
        ["INITIAL_WINDOW_SIZE too large"] = (Frames.Settings((Frames.InitialWindowSize, 0x8000_0000)), ErrorCode.FlowControlError),
        ["WINDOW_UPDATE of 3 bytes"] = (Of(FrameType.WindowUpdate, 0, new byte[3]), ErrorCode.FrameSizeError),
        ["WINDOW_UPDATE of 0"] = (Frames.WindowUpdate(0, 0), ErrorCode.ProtocolError),
        ["WINDOW_UPDATE of 0 on a stream"] = (Frames.WindowUpdate(1, 0), ErrorCode.ProtocolError),
        ["WINDOW_UPDATE of a stream that was not opened"] = (Frames.WindowUpdate(99, 1), ErrorCode.ProtocolError),
        ["connection's window too large"] = (Frames.WindowUpdate(0, int.MaxValue), ErrorCode.FlowControlError),
        ["stream's window too large"] = (Frames.WindowUpdate(1, int.MaxValue), ErrorCode.FlowControlError),
        ["DATA on stream 0"] = (Of(FrameType.Data, 0), ErrorCode.ProtocolError),
        ["DATA on an even stream"] = (Of(FrameType.Data, 2), ErrorCode.ProtocolError),
        ["DATA on a stream that was not opened"] = (Of(FrameType.Data, 99), ErrorCode.ProtocolError),
        ["HEADERS on stream 0"] = (Frames.OkOnly(0), ErrorCode.ProtocolError),
        ["HEADERS on an even stream"] = (Frames.OkOnly(2), ErrorCode.ProtocolError),
        ["HEADERS on a stream that was not opened"] = (Frames.OkOnly(99), ErrorCode.ProtocolError),
        ["RST_STREAM on stream 0"] = (Frames.Reset(0, ErrorCode.Cancel), ErrorCode.ProtocolError),
        ["RST_STREAM on a stream that was not opened"] = (Frames.Reset(99, ErrorCode.Cancel), ErrorCode.ProtocolError),
        ["RST_STREAM of 3 bytes"] = (Of(FrameType.ResetStream, 1, new byte[3]), ErrorCode.FrameSizeError),
        ["GOAWAY of 7 bytes"] = (Of(FrameType.GoAway, 0, new byte[7]), ErrorCode.FrameSizeError),
        ["GOAWAY on a stream"] = (Of(FrameType.GoAway, 1, new byte[8]), ErrorCode.ProtocolError),
        ["PUSH_PROMISE"] = (Of(FrameType.PushPromise, 1, [0, 0, 0, 2, 0x82]), ErrorCode.ProtocolError),
        ["CONTINUATION without HEADERS"] = (Of(FrameType.Continuation, 1, 0x88), ErrorCode.ProtocolError),
        ["CONTINUATION after whole HEADERS"] = ([.. Frames.Ok(1), .. Of(FrameType.Continuation, 1, 0x88)], ErrorCode.ProtocolError),
        ["HEADERS followed by DATA"] = ([.. Of(FrameType.Headers, 1, 0x88), .. Of(FrameType.Data, 1)], ErrorCode.ProtocolError),
        ["HEADERS followed by HEADERS"] = ([.. Of(FrameType.Headers, 1, 0x88), .. Frames.OkOnly(1)], ErrorCode.ProtocolError),
        ["HEADERS followed by PING"] = ([.. Of(FrameType.Headers, 1, 0x88), .. Of(FrameType.Ping, 0, new byte[8])], ErrorCode.ProtocolError),
        ["HEADERS followed by an unknown frame"] = ([.. Of(FrameType.Headers, 1, 0x88), .. Of((FrameType)0xfe, 0)], ErrorCode.ProtocolError),
        ["HEADERS continued on another stream"] = ([.. Of(FrameType.Headers, 1, 0x88), .. Of(FrameType.Continuation, 3)], ErrorCode.ProtocolError),
        ["padding longer than DATA"] = ([.. Frames.Ok(1), .. Frames.Of(FrameType.Data, FrameFlags.Padded, 1, 3, 0, 0)], ErrorCode.ProtocolError),
        ["padding without its length"] = ([.. Frames.Ok(1), .. Frames.Of(FrameType.Data, FrameFlags.Padded, 1)], ErrorCode.ProtocolError),
        ["padding longer than HEADERS"] = (Frames.Of(FrameType.Headers, Whole | FrameFlags.Padded, 1, 1), ErrorCode.ProtocolError),
        ["priority of 4 bytes"] = (Frames.Of(FrameType.Headers, Whole | FrameFlags.Priority, 1, new byte[4]), ErrorCode.FrameSizeError),
        ["field of a dynamic table"] = (Frames.Of(FrameType.Headers, Whole, 1, 0x88, 0xbe), ErrorCode.CompressionError),
        ["field that is not whole"] = (Frames.Of(FrameType.Headers, Whole, 1, 0x88, 0x00, 0x05), ErrorCode.CompressionError),
        ["broken trailers"] = ([.. Frames.Ok(1), .. Frames.Of(FrameType.Headers, Whole, 1, 0x80)], ErrorCode.CompressionError),
    };

    public static TheoryData<string> Cases => [.. Errors.Keys];

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task Receive_Broken_FailsTheRequestAndTellsTheServer(string what)
    {
        using var server = new ScriptedServer();
        var (connection, answer) = await server.BeginAsync();
        var (bytes, code) = Errors[what];

        await connection.SendAsync(bytes);
        var failure = await Should.ThrowAsync<HttpRequestException>(() => answer.BytesAsync());

        failure.HttpRequestError.ShouldBe(HttpRequestError.HttpProtocolError);
        await ShouldLeaveAsync(connection, code);
    }

    [Fact]
    public async Task Receive_FirstFrameIsNoSettings_FailsTheRequestAndTellsTheServer()
    {
        using var server = new ScriptedServer();
        var answer = server.Client.GetAsync();
        using var connection = await server.AcceptSilentlyAsync();

        await connection.SendAsync(Of(FrameType.Ping, 0, new byte[8]));
        var failure = await Should.ThrowAsync<HttpRequestException>(answer);

        failure.HttpRequestError.ShouldBe(HttpRequestError.HttpProtocolError);
        await ShouldLeaveAsync(connection, ErrorCode.ProtocolError);
    }

    [Fact]
    public async Task Receive_MoreDataThanTheWindow_FailsTheAnswerAndTellsTheServer()
    {
        using var server = new ScriptedServer();
        var (connection, answer) = await server.BeginAsync();

        await connection.SendAsync(Frames.Ok(1));
        using var response = await answer;
        for (var sent = 0; sent < Http2Stream.ReceiveLimit; sent += Frame.DefaultMaxPayload)
            await connection.SendAsync(Of(FrameType.Data, 1, new byte[Frame.DefaultMaxPayload]));
        await connection.SendAsync(Of(FrameType.Data, 1, 0));

        await ShouldLeaveAsync(connection, ErrorCode.FlowControlError);
        var failure = await Should.ThrowAsync<HttpRequestException>(() => response.Content.ReadAsByteArrayAsync());
        failure.InnerException.ShouldBeOfType<HttpProtocolException>().ErrorCode.ShouldBe((long)ErrorCode.FlowControlError);
    }

    [Fact]
    public async Task Receive_BrokenAfterAWholeAnswer_DoesNotTouchTheAnswer()
    {
        using var server = new ScriptedServer();
        var (connection, answer) = await server.BeginAsync();

        await connection.SendAsync(Frames.Ok(1, "whole"), Of(FrameType.Ping, 1, new byte[8]));

        (await answer.TextAsync()).ShouldBe("whole");
        await ShouldLeaveAsync(connection, ErrorCode.ProtocolError);
    }

    [Fact]
    public async Task Receive_Broken_NextRequestUsesAnotherConnection()
    {
        using var server = new ScriptedServer();
        var (connection, answer) = await server.BeginAsync();
        await connection.SendAsync(Of(FrameType.PushPromise, 1));
        await Should.ThrowAsync<HttpRequestException>(answer);

        var (another, next) = await server.BeginAsync();
        await another.SendAsync(Frames.Ok(1, "next"));

        (await next.TextAsync()).ShouldBe("next");
    }

    private static async Task ShouldLeaveAsync(ScriptedConnection connection, ErrorCode code)
    {
        var farewell = await connection.ReadAsync(FrameType.GoAway);
        ((ErrorCode)BinaryPrimitives.ReadInt32BigEndian(farewell.Payload.AsSpan(4))).ShouldBe(code);
        (await connection.ReadAsync()).ShouldBeNull();
        connection.Dispose();
    }

    private static byte[] Of(FrameType type, int stream, params byte[] payload) => Frames.Of(type, FrameFlags.None, stream, payload);
}
