using Platform.Messaging.Realtime;

namespace Platform.Gateway.Realtime.Channels;

/// <summary>Where the logs of channels are.</summary>
internal interface IChannelSource
{
    /// <inheritdoc cref="ChannelLogs.OpenAsync" />
    Task<ChannelLog> OpenAsync(string channel, CancellationToken cancellationToken);

    /// <inheritdoc cref="ChannelLogs.FindAsync" />
    Task<ChannelLog?> FindAsync(string channel, CancellationToken cancellationToken);
}

/// <inheritdoc />
internal sealed class StoredChannels(ChannelLogs logs) : IChannelSource
{
    public Task<ChannelLog> OpenAsync(string channel, CancellationToken cancellationToken) => logs.OpenAsync(channel, cancellationToken);

    public Task<ChannelLog?> FindAsync(string channel, CancellationToken cancellationToken) => logs.FindAsync(channel, cancellationToken);
}
