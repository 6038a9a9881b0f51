using Microsoft.Extensions.Options;
using Platform.Gateway.Transcoding;
using Platform.RateLimit.V1;
using Platform.RateLimiting;

namespace Platform.Gateway.RateLimits;

internal static class RateLimitServices
{
    private const string AppId = "ratelimit";

    /// <summary>Adds the limits of public requests.</summary>
    public static IServiceCollection AddRateLimits(this IServiceCollection services) => services
        .AddSingleton<RequestFacts>()
        .AddSingleton<RateLimitMiddleware>()
        .AddSingleton(Limiter)
        .AddHostedService(provider => provider.GetRequiredService<LeasedRateLimiter>());

    private static LeasedRateLimiter Limiter(IServiceProvider provider)
    {
        var settings = provider.GetRequiredService<IOptions<GatewayOptions>>().Value.RateLimits;
        return new LeasedRateLimiter(
            new Lazy<RateLimitService.RateLimitServiceClient>(() => new(provider.GetRequiredService<IBackends>().For(AppId))),
            settings.ToOptions(),
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<ILogger<LeasedRateLimiter>>());
    }
}
