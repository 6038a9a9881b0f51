using Dapr.AspNetCore;

namespace Microsoft.AspNetCore.Authorization;

/// <summary>Adds the policy that lets only the sidecar in.</summary>
public static class DaprAuthorizationOptionsExtensions
{
    /// <summary>Adds a policy that asks for the scheme <c>Dapr</c>.</summary>
    /// <param name="options">The authorization of the app.</param>
    /// <param name="name">Name of the policy.</param>
    public static void AddDapr(this AuthorizationOptions options, string name = "Dapr") =>
        options.AddPolicy(name, policy => policy
            .RequireAuthenticatedUser()
            .AddAuthenticationSchemes(DaprAuthenticationOptions.DefaultScheme));
}
