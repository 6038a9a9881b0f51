namespace LocalDapr.Http2;

/// <summary>Why a stream or a connection ends (RFC 9113, section 7): those that this client sends or tells apart.</summary>
internal enum ErrorCode
{
    NoError = 0x0,
    ProtocolError = 0x1,
    FlowControlError = 0x3,
    FrameSizeError = 0x6,
    RefusedStream = 0x7,
    Cancel = 0x8,
    CompressionError = 0x9,
}

/// <summary>Errors of the protocol as exceptions.</summary>
internal static class ErrorCodes
{
    /// <summary>An exception that carries the code.</summary>
    public static HttpProtocolException With(this ErrorCode code, string message) => new((long)code, $"HTTP/2: {message} ({code})", innerException: null);
}
