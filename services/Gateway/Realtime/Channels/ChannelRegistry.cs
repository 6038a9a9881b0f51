using Platform.Gateway.Access;
using Platform.Gateway.Transcoding;
using Platform.Messaging.Realtime;

namespace Platform.Gateway.Realtime.Channels;

/// <summary>
/// Who decides about which kind of channel. Kinds that nobody decides about, such as <c>conversations</c> before there
/// is a service for them, are refused.
/// </summary>
internal sealed class ChannelRegistry(IBackends backends, ApiSurface api, TimeProvider time)
{
    private readonly Dictionary<string, IChannelAuthorizer> _authorizers = new(StringComparer.Ordinal)
    {
        [OwnChannel.Users] = new OwnChannel(OwnChannel.Users),
        [OwnChannel.Drivers] = new OwnChannel(OwnChannel.Drivers, "drivers.read"),
        ["links"] = new ServiceChannels("shortener", backends, time),
        ["orders"] = new ServiceChannels("orders", backends, time),
        ["rides"] = new ServiceChannels("rides", backends, time),
    };

    private readonly Dictionary<string, IChannelReceiver> _receivers = new(StringComparer.Ordinal)
    {
        [OwnChannel.Drivers + OwnChannel.Me] = new LocationReports(backends, api, time),
    };

    /// <summary>Who takes what clients send to a channel; null where nobody does.</summary>
    public IChannelReceiver? FindReceiver(string name) => _receivers.GetValueOrDefault(name);

    /// <inheritdoc cref="IChannelAuthorizer.AuthorizeAsync" />
    public ValueTask<string?> AuthorizeAsync(string name, ICallerFeature caller, CancellationToken cancellationToken) =>
        ChannelName.TrySplit(name, out var kind, out _) && _authorizers.TryGetValue(kind, out var authorizer)
            ? authorizer.AuthorizeAsync(name, caller, cancellationToken)
            : new(result: null);
}
