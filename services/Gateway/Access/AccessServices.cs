using Microsoft.Extensions.Options;
using Platform.Security.Tokens;

namespace Platform.Gateway.Access;

internal static class AccessServices
{
    /// <summary>Adds authentication.</summary>
    public static IServiceCollection AddAccess(this IServiceCollection services)
    {
        services.AddOptions<GatewayOptions>().Configure<IConfiguration>((options, configuration) =>
        {
            // Configured after the section was bound, so only what it does not say comes from here.
            if (configuration[$"{GatewayOptions.Section}:Access:Issuer"] is null && configuration["PUBLIC_URL"] is { } url) options.Access.Issuer = url;
        });
        return services
            .AddSingleton<IdentityKeys>()
            .AddSingleton<IVerificationKeys>(provider => provider.GetRequiredService<IdentityKeys>())
            .AddSingleton(provider => provider.GetRequiredService<IOptions<GatewayOptions>>().Value.Access)
            .AddSingleton(provider => Rules(provider.GetRequiredService<AccessOptions>()))
            .AddSingleton<AccessTokenValidator>()
            .AddSingleton<ApiKeyCallers>()
            .AddSingleton<Authentication>();
    }

    private static AccessTokenRules Rules(AccessOptions options) => new(options.Issuer, options.Audience, options.ClockSkew);
}
