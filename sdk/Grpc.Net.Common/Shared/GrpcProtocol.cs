namespace Grpc.Shared;

/// <summary>Names of the gRPC over HTTP/2 protocol (PROTOCOL-HTTP2.md of the gRPC project).</summary>
internal static class GrpcProtocol
{
    public const string ContentType = "application/grpc";
    public const string TimeoutHeader = "grpc-timeout";
    public const string EncodingHeader = "grpc-encoding";
    public const string AcceptEncodingHeader = "grpc-accept-encoding";
    public const string StatusTrailer = "grpc-status";
    public const string MessageTrailer = "grpc-message";
    public const string StatusDetailsTrailer = "grpc-status-details-bin";
    public const string IdentityEncoding = "identity";
    public const string GzipEncoding = "gzip";

    /// <summary>The length of a frame's prefix: one byte of flags, four bytes of length (big endian).</summary>
    public const int FramePrefixLength = 5;

    /// <summary>The default limit of a received message, in bytes.</summary>
    public const int DefaultMaxReceiveMessageSize = 4 * 1024 * 1024;

    /// <summary>Whether a media type is <c>application/grpc</c>, with or without a <c>+codec</c> and parameters.</summary>
    public static bool IsGrpcContentType(string? mediaType) =>
        mediaType is not null
        && mediaType.StartsWith(ContentType, StringComparison.OrdinalIgnoreCase)
        && (mediaType.Length == ContentType.Length || mediaType[ContentType.Length] is '+' or ';');
}
