using Microsoft.AspNetCore.Authentication;

namespace Dapr.AspNetCore;

/// <summary>How an app recognizes its sidecar.</summary>
public class DaprAuthenticationOptions : AuthenticationSchemeOptions
{
    internal const string DefaultScheme = "Dapr";

    /// <summary>The token that the sidecar must send; by default that of <c>APP_API_TOKEN</c>.</summary>
    public string? Token { get; set; } = DaprDefaults.GetAppApiToken();
}
