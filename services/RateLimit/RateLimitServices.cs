using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.Extensions.Options;
using Platform.RateLimit.Api;
using Platform.RateLimit.Decisions;
using Platform.RateLimit.Shards;
using Platform.RateLimit.Storage;
using Platform.RateLimit.V1;
using Platform.RateLimiting;

namespace Platform.RateLimit;

internal static class RateLimitServices
{
    /// <summary>Adds everything that the APIs need.</summary>
    public static void AddRateLimit(this WebApplicationBuilder builder)
    {
        var services = builder.Services;
        services.AddOptions<RateLimitOptions>().BindConfiguration(RateLimitOptions.Section).ValidateOnStart();
        services.AddSingleton<IValidateOptions<RateLimitOptions>, RateLimitOptionsValidator>();
        services.AddActors(actors =>
        {
            actors.UseJsonSerialization = true;
            // Most members of most questions and answers have their default.
            actors.JsonSerializerOptions = new JsonSerializerOptions(JsonSerializerDefaults.Web) { DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault };
            actors.Actors.RegisterActor<ShardActor>(ShardActor.Type);
        });
        services.AddSingleton<ShardMap>();
        services.AddSingleton<DecisionMetrics>();
        services.AddSingleton<Limiter>();
        services.AddSingleton<Checks>();
        services.AddSingleton<DescriptorLeases>();
        services.AddSingleton(NewInstanceLeases);
        services.AddHostedService(provider => provider.GetRequiredService<LeasedRateLimiter>());
        services.AddSingleton<RuleBook>();
        services.AddSingleton<RuleStore>();
        services.AddHostedService(provider => provider.GetRequiredService<RuleStore>());
    }

    private static LeasedRateLimiter NewInstanceLeases(IServiceProvider provider) => new(
        new Lazy<RateLimitService.RateLimitServiceClient>(() => new OwnChecks(provider.GetRequiredService<Checks>())),
        new RateLimiterOptions { FailOpenFor = TimeSpan.Zero },
        provider.GetRequiredService<TimeProvider>(),
        provider.GetRequiredService<ILogger<LeasedRateLimiter>>());
}
