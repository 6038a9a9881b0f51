using Platform.Gateway.Access;

namespace Platform.Gateway.Realtime.Channels;

/// <summary>Decides who may listen to the channels of one kind.</summary>
internal interface IChannelAuthorizer
{
    /// <summary>The channel that a client means by a name; null when the client may not listen to it.</summary>
    /// <param name="name">A valid name.</param>
    /// <param name="caller">Who asks.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <exception cref="Grpc.Core.RpcException">Whoever decides could not be asked.</exception>
    ValueTask<string?> AuthorizeAsync(string name, ICallerFeature caller, CancellationToken cancellationToken);
}
