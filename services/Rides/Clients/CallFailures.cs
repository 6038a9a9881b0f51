using Google.Rpc;
using Grpc.Core;
using Status = Google.Rpc.Status;

namespace Platform.Rides.Clients;

/// <summary>Why calls to other services fail.</summary>
internal static class CallFailures
{
    private const string DetailsTrailer = "grpc-status-details-bin";

    /// <summary>The reason of a failure, UPPER_SNAKE; empty where none is told.</summary>
    public static string ReasonOf(this RpcException failure)
    {
        var details = failure.Trailers.GetValueBytes(DetailsTrailer) is { } bytes ? Status.Parser.ParseFrom(bytes).Details : [];
        // The package still calls the field `reason` by its first name.
        return details.FirstOrDefault(detail => detail.Is(ErrorInfo.Descriptor))?.Unpack<ErrorInfo>().Type ?? "";
    }
}
