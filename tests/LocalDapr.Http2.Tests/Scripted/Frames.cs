using System.Buffers.Binary;
using System.Text;

namespace LocalDapr.Http2.Tests.Scripted;

/// <summary>Frames as bytes.</summary>
internal static class Frames
{
    public const ushort MaxConcurrentStreams = 3;
    public const ushort InitialWindowSize = 4;
    public const ushort MaxFrameSize = 5;

    private const FrameFlags Whole = FrameFlags.EndHeaders | FrameFlags.EndStream;

    public static byte[] Of(FrameType type, FrameFlags flags, int stream, params byte[] payload)
    {
        var frame = new FrameBuffer();
        frame.Write(type, flags, stream, payload);
        return frame.Written.ToArray();
    }

    public static byte[] Settings(params (ushort Setting, uint Value)[] settings)
    {
        var payload = new byte[6 * settings.Length];
        for (var i = 0; i < settings.Length; i++)
        {
            BinaryPrimitives.WriteUInt16BigEndian(payload.AsSpan(6 * i), settings[i].Setting);
            BinaryPrimitives.WriteUInt32BigEndian(payload.AsSpan((6 * i) + 2), settings[i].Value);
        }

        return Of(FrameType.Settings, FrameFlags.None, 0, payload);
    }

    public static byte[] WindowUpdate(int stream, int count) => Of(FrameType.WindowUpdate, FrameFlags.None, stream, Number(count));

    public static byte[] Reset(int stream, ErrorCode code) => Of(FrameType.ResetStream, FrameFlags.None, stream, Number((int)code));

    public static byte[] GoAway(int last, ErrorCode code = ErrorCode.NoError) =>
        Of(FrameType.GoAway, FrameFlags.None, 0, [.. Number(last), .. Number((int)code)]);

    public static byte[] Data(int stream, string text, FrameFlags flags = FrameFlags.None) => Of(FrameType.Data, flags, stream, Encoding.ASCII.GetBytes(text));

    /// <summary>The beginning of an answer.</summary>
    public static byte[] Ok(int stream) => Headers(stream, (":status", "200"));

    /// <summary>An answer without a body.</summary>
    public static byte[] OkOnly(int stream) => Of(FrameType.Headers, Whole, stream, Block((":status", "200")));

    /// <summary>A whole answer with a text.</summary>
    public static byte[] Ok(int stream, string text) => [.. Ok(stream), .. Data(stream, text, FrameFlags.EndStream)];

    public static byte[] Headers(int stream, params (string Name, string Value)[] fields) =>
        Of(FrameType.Headers, FrameFlags.EndHeaders, stream, Block(fields));

    public static byte[] LastHeaders(int stream, params (string Name, string Value)[] fields) =>
        Of(FrameType.Headers, Whole, stream, Block(fields));

    /// <summary>Fields as they are, short ones: it is for tests to say what is wrong.</summary>
    public static byte[] Block(params (string Name, string Value)[] fields) =>
        [.. fields.SelectMany(field => (byte[])[0, .. Text(field.Name), .. Text(field.Value)])];

    private static byte[] Text(string text) => [checked((byte)text.Length), .. Encoding.Latin1.GetBytes(text)];

    private static byte[] Number(int number)
    {
        var bytes = new byte[sizeof(int)];
        BinaryPrimitives.WriteInt32BigEndian(bytes, number);
        return bytes;
    }
}
