using Grpc.Core;
using Grpc.Shared;
using Microsoft.AspNetCore.Http;

namespace Grpc.AspNetCore.Server.Internal;

/// <summary>Metadata and status to and from HTTP headers.</summary>
internal static class CallHeaders
{
    /// <summary>Reads the application's headers; those of HTTP and of the protocol are left out.</summary>
    /// <exception cref="RpcException">INTERNAL when a binary header is not base64.</exception>
    public static Metadata Read(IHeaderDictionary headers)
    {
        var metadata = new Metadata();
        foreach (var (key, values) in headers)
        {
            if (IsProtocol(key))
            {
                continue;
            }

            foreach (var value in values)
            {
                if (!BinaryHeader.TryAdd(metadata, key, value ?? ""))
                {
                    throw new RpcException(new Status(StatusCode.Internal, $"The header {key} is not base64."));
                }
            }
        }

        return metadata;
    }

    /// <summary>Writes the status and the trailers of a call.</summary>
    public static void WriteStatus(IHeaderDictionary destination, Status status, Metadata? trailers)
    {
        if (trailers is not null)
        {
            foreach (var entry in trailers)
            {
                destination.Append(entry.Key, BinaryHeader.ToWire(entry));
            }
        }

        destination[GrpcProtocol.StatusTrailer] = status.StatusCode.ToWire();
        if (!string.IsNullOrEmpty(status.Detail))
        {
            destination[GrpcProtocol.MessageTrailer] = PercentEncoding.Encode(status.Detail);
        }
    }

    private static bool IsProtocol(string key) =>
        key.StartsWith(':')
        || string.Equals(key, "content-type", StringComparison.OrdinalIgnoreCase)
        || string.Equals(key, "content-length", StringComparison.OrdinalIgnoreCase)
        || string.Equals(key, "te", StringComparison.OrdinalIgnoreCase)
        || string.Equals(key, GrpcProtocol.TimeoutHeader, StringComparison.OrdinalIgnoreCase)
        || string.Equals(key, GrpcProtocol.EncodingHeader, StringComparison.OrdinalIgnoreCase)
        || string.Equals(key, GrpcProtocol.AcceptEncodingHeader, StringComparison.OrdinalIgnoreCase);
}
