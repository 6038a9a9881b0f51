namespace Platform.Gateway.Access;

/// <summary>Settings of the section <c>Gateway:Access</c>.</summary>
internal sealed class AccessOptions
{
    /// <summary>The only issuer whose tokens count; <c>PUBLIC_URL</c> unless set. The same as identity's.</summary>
    public string Issuer { get; set; } = "http://localhost:8080";

    /// <summary>Whom tokens must be for. The same as identity's.</summary>
    public string Audience { get; set; } = "platform";

    /// <summary>How far the clocks of identity and gateway may differ, 5 minutes at most.</summary>
    public TimeSpan ClockSkew { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>How long an API key counts as what it was when identity was asked, 5 minutes at most. A revoked key works for as long.</summary>
    public TimeSpan ApiKeyCacheDuration { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>The header with the client's address, set by the proxy in front; empty takes the connection's address.</summary>
    public string ClientAddressHeader { get; set; } = "";
}
