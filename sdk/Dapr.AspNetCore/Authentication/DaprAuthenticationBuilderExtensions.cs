using Dapr.AspNetCore;

namespace Microsoft.AspNetCore.Authentication;

/// <summary>Adds the authentication of the sidecar.</summary>
public static class DaprAuthenticationBuilderExtensions
{
    /// <summary>Adds the scheme <c>Dapr</c>, which authenticates the sidecar by the app API token.</summary>
    /// <param name="builder">The authentication of the app.</param>
    public static AuthenticationBuilder AddDapr(this AuthenticationBuilder builder) => builder.AddDapr(configureOptions: null);

    /// <summary>Adds the scheme <c>Dapr</c>, which authenticates the sidecar by the app API token.</summary>
    /// <param name="builder">The authentication of the app.</param>
    /// <param name="configureOptions">Changes the options.</param>
    public static AuthenticationBuilder AddDapr(
        this AuthenticationBuilder builder, Action<DaprAuthenticationOptions>? configureOptions) =>
        builder.AddScheme<DaprAuthenticationOptions, DaprAuthenticationHandler>(DaprAuthenticationOptions.DefaultScheme, configureOptions);
}
