using Google.Protobuf;
using Google.Protobuf.Collections;
using Google.Protobuf.WellKnownTypes;
using Google.Rpc;
using Grpc.Core;

namespace Platform.Hosting.Failures;

/// <summary>What a failed call says beside its status: the details of <c>google.rpc.Status</c>.</summary>
public static class FailureDetails
{
    /// <summary>The trailer that carries them, serialized.</summary>
    public const string Trailer = "grpc-status-details-bin";

    /// <summary>The first detail of a type; null where there is none, or nothing that can be read.</summary>
    public static T? FindDetail<T>(this RpcException failure)
        where T : class, IMessage<T>, new()
    {
        ArgumentNullException.ThrowIfNull(failure);
        foreach (var detail in DetailsOf(failure))
        {
            if (detail.TryUnpack<T>(out var found))
            {
                return found;
            }
        }

        return null;
    }

    /// <summary>The reason of a failure, UPPER_SNAKE; empty where none is told.</summary>
    // The package still calls the field `reason` (number 1) by its first name.
    public static string ReasonOf(this RpcException failure) => failure.FindDetail<ErrorInfo>()?.Type ?? "";

    private static RepeatedField<Any> DetailsOf(RpcException failure)
    {
        try
        {
            return failure.Trailers.GetValueBytes(Trailer) is { } bytes ? Google.Rpc.Status.Parser.ParseFrom(bytes).Details : [];
        }
        catch (InvalidProtocolBufferException)
        {
            return [];
        }
    }
}
