using System.Diagnostics.CodeAnalysis;
using System.Net;
using System.Net.Http.Headers;
using Grpc.Core;
using Grpc.Shared;

namespace Grpc.Net.Client.Internal;

/// <summary>Reads headers, trailers and status off an HTTP response.</summary>
internal static class ResponseMetadata
{
    /// <summary>
    /// The status of a response that is over with its headers: one that only has trailers, or that is no gRPC response at all.
    /// Null when messages and trailers follow.
    /// </summary>
    public static Status? ReadEarlyStatus(HttpResponseMessage response)
    {
        var contentType = GetValue(response.Content.Headers, "Content-Type");
        if (GrpcProtocol.IsGrpcContentType(contentType))
        {
            if (GetValue(response.Headers, GrpcProtocol.StatusTrailer) is { } status)
            {
                return ToStatus(status, response.Headers);
            }

            if (response.StatusCode == HttpStatusCode.OK)
            {
                return null;
            }
        }

        return response.StatusCode == HttpStatusCode.OK
            ? new Status(StatusCode.Unknown, $"Bad gRPC response: the content type is '{contentType}'.")
            : new Status(
                StatusMapping.FromHttpStatus(response.StatusCode), $"Bad gRPC response: HTTP status {(int)response.StatusCode}.");
    }

    /// <summary>The status in the trailers.</summary>
    public static Status ReadStatus(HttpResponseHeaders trailers) =>
        GetValue(trailers, GrpcProtocol.StatusTrailer) is { } status
            ? ToStatus(status, trailers)
            : new Status(StatusCode.Unknown, "The response has no grpc-status.");

    /// <summary>What the server sent beside the fields of the protocol.</summary>
    public static Metadata Read(HttpResponseHeaders headers)
    {
        var metadata = new Metadata();
        foreach (var (name, values) in headers.NonValidated)
        {
            if (name is GrpcProtocol.StatusTrailer or GrpcProtocol.MessageTrailer or GrpcProtocol.EncodingHeader
                or GrpcProtocol.AcceptEncodingHeader)
            {
                continue;
            }

            foreach (var value in values)
            {
                // A binary value that is not base64 is left out: the call itself is fine.
                BinaryHeader.TryAdd(metadata, name, value);
            }
        }

        return metadata;
    }

    public static string? GetValue(HttpHeaders headers, string name) =>
        headers.NonValidated.TryGetValues(name, out var values) && values.Count > 0 ? values.ToString() : null;

    [SuppressMessage("Performance", "CA1859", Justification = "Trailers and headers have the same type by accident only.")]
    private static Status ToStatus(string status, HttpHeaders headers)
    {
        if (!StatusCodes.TryFromWire(status, out var code))
        {
            return new Status(StatusCode.Unknown, $"The value of grpc-status is '{status}'.");
        }

        return code == StatusCode.OK
            ? Status.DefaultSuccess
            : new Status(code, PercentEncoding.Decode(GetValue(headers, GrpcProtocol.MessageTrailer) ?? ""));
    }
}
