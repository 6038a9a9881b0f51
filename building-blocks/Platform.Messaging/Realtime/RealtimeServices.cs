using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Platform.Messaging.Realtime;

/// <summary>Registers what publishes to connected clients.</summary>
public static class RealtimeServices
{
    /// <summary>Adds <see cref="IRealtimePublisher"/>.</summary>
    public static IServiceCollection AddRealtimePublisher(this IServiceCollection services)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<ChannelLogs>();
        services.TryAddSingleton<IRealtimePublisher, RealtimePublisher>();
        return services;
    }
}
