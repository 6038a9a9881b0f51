using Microsoft.Extensions.Options;
using Platform.Identity.SignIn;
using Platform.Identity.Storage;

namespace Platform.Identity;

internal static class IdentityServices
{
    /// <summary>Adds everything that the API needs.</summary>
    public static void AddIdentity(this WebApplicationBuilder builder)
    {
        var services = builder.Services;
        services.AddOptions<IdentityOptions>()
            .Configure<IConfiguration>(static (options, configuration) => options.Issuer = configuration["PUBLIC_URL"] ?? options.Issuer)
            .BindConfiguration(IdentityOptions.Section)
            .ValidateOnStart();
        services.AddSingleton<IValidateOptions<IdentityOptions>, IdentityOptionsValidator>();
        services.AddSingleton<Vault>();
        services.AddSingleton<UserStore>();
        services.AddSingleton<FamilyStore>();
        services.AddSingleton<ApiKeyStore>();
        services.AddSingleton<AttemptStore>();
        services.AddSingleton<SigningKeys>();
        services.AddSingleton<PasswordHasher>();
        services.AddSingleton<TotpSecrets>();
        services.AddSingleton<SecondFactors>();
        services.AddSingleton<SignInFlow>();
        services.AddSingleton<TokenIssuer>();
        services.AddHostedService<FirstAdmin>();
    }
}
