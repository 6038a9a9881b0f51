using Microsoft.Extensions.Options;

namespace Platform.Gateway.Edge;

internal static class EdgeServices
{
    /// <summary>Adds what every public request goes through before it is looked at.</summary>
    public static IServiceCollection AddEdge(this IServiceCollection services)
    {
        services.AddOptions<EdgeOptions>().BindConfiguration(GatewayOptions.Section).ValidateOnStart();
        services.AddSingleton<IValidateOptions<EdgeOptions>, EdgeOptionsValidator>();
        services.AddSingleton<RequestIds>();
        services.AddSingleton<AccessLog>();
        services.AddCors();
        services.AddSingleton<Draining>();
        return services.AddHostedService(provider => provider.GetRequiredService<Draining>());
    }
}
