using System.Text.Json;
using Platform.Gateway.Access;

namespace Platform.Gateway.Realtime.Channels;

/// <summary>Takes what clients send to a channel.</summary>
internal interface IChannelReceiver
{
    /// <summary>Takes it.</summary>
    /// <returns>The answer, JSON in UTF-8.</returns>
    /// <exception cref="Problems.ProblemException">It is not what the channel takes.</exception>
    /// <exception cref="Grpc.Core.RpcException">Whoever takes it refused, or could not be asked.</exception>
    Task<ReadOnlyMemory<byte>> ReceiveAsync(JsonElement data, ICallerFeature caller, CancellationToken cancellationToken);
}
