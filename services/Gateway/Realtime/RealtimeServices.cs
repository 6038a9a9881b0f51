using Microsoft.Extensions.Options;
using Platform.Gateway.Edge;
using Platform.Gateway.Realtime.Channels;
using Platform.Messaging.Realtime;

namespace Platform.Gateway.Realtime;

/// <summary>What all sessions share.</summary>
internal sealed class RealtimeServices(IOptions<RealtimeOptions> options, ChannelRegistry registry, ChannelFeeds feeds, IRealtimeTokens tokens, TimeProvider time)
{
    public RealtimeOptions Options => options.Value;

    public ChannelRegistry Registry => registry;

    public ChannelFeeds Feeds => feeds;

    public IRealtimeTokens Tokens => tokens;

    public TimeProvider Time => time;

    /// <summary>Adds the hub.</summary>
    public static IServiceCollection Add(IServiceCollection services)
    {
        services.AddOptions<RealtimeOptions>().BindConfiguration(RealtimeOptions.Section).ValidateOnStart();
        services.AddSingleton<IValidateOptions<RealtimeOptions>, RealtimeOptionsValidator>();
        return services
            .AddSingleton<ChannelLogs>()
            .AddSingleton<IChannelSource, StoredChannels>()
            .AddSingleton<ChannelFeeds>()
            .AddSingleton<ChannelRegistry>()
            .AddSingleton<IRealtimeTokens, RealtimeTokens>()
            .AddSingleton<RealtimeServices>()
            .AddSingleton<RealtimeHub>()
            .AddSingleton<IDrained>(provider => provider.GetRequiredService<RealtimeHub>())
            .AddHostedService(provider => provider.GetRequiredService<RealtimeHub>())
            .AddSingleton<RealtimeBus>()
            .AddHostedService(provider => provider.GetRequiredService<RealtimeBus>())
            .AddSingleton<RealtimeEndpoint>();
    }
}
