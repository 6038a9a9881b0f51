using Microsoft.Extensions.Options;
using Platform.Gateway.Access;
using Platform.Gateway.Public;
using Platform.Gateway.RateLimits;
using Platform.Gateway.Transcoding;

namespace Platform.Gateway;

/// <summary>Settings of the section <c>Gateway</c>.</summary>
internal sealed class GatewayOptions
{
    public const string Section = "Gateway";

    /// <summary>Where the public API listens: <c>http://host:port</c>; the host is an address, <c>localhost</c> or <c>*</c>. Port 0 takes any.</summary>
    public string PublicUrl { get; set; } = "http://localhost:8080";

    /// <summary>The longest a unary call may take.</summary>
    public TimeSpan CallTimeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>The longest a stream of responses may last.</summary>
    public TimeSpan StreamTimeout { get; set; } = TimeSpan.FromHours(1);

    /// <summary>The largest request body, in bytes. Services take messages of 4 MB.</summary>
    public long MaxRequestBodySize { get; set; } = 4 * 1024 * 1024;

    /// <summary>Headers that are handed to the services as metadata.</summary>
    public IReadOnlyList<string> ForwardedHeaders { get; set; } = ["accept-language", "x-request-id", "stripe-signature"];

    /// <summary>Who is let in.</summary>
    public AccessOptions Access { get; set; } = new();

    /// <summary>How many requests are let in.</summary>
    public RateLimitSettings RateLimits { get; set; } = new();

    /// <summary>Short-link redirects.</summary>
    public RedirectOptions Redirects { get; set; } = new();
}

/// <summary>Settings of the section <c>Gateway:Redirects</c>.</summary>
internal sealed class RedirectOptions
{
    /// <summary>302 counts every click; 301 lets browsers skip the gateway for as long as their cache holds.</summary>
    public int StatusCode { get; set; } = StatusCodes.Status302Found;

    /// <summary>How long a link may be served from memory. Bounds how stale a replica is that missed a change, so 60 s at most.</summary>
    public TimeSpan CacheDuration { get; set; } = TimeSpan.FromSeconds(60);

    /// <summary>How long an unknown code is remembered as unknown.</summary>
    public TimeSpan NegativeCacheDuration { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>How many links are kept in memory.</summary>
    public int CacheCapacity { get; set; } = 100_000;

    /// <summary>How long a link that is not in memory may take to resolve.</summary>
    public TimeSpan ResolveTimeout { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>Clicks that may wait to be published. Clicks beyond it are dropped and counted: a redirect never waits for its click.</summary>
    public int ClickBufferSize { get; set; } = 65_536;

    /// <summary>Most clicks in one event.</summary>
    public int ClickBatchSize { get; set; } = 5_000;

    /// <summary>The longest a click waits for its batch to fill.</summary>
    public TimeSpan ClickBatchDelay { get; set; } = TimeSpan.FromMilliseconds(100);

    /// <summary>
    /// The key that visitor hashes are made with, at least 16 characters. Empty takes a random one that is made once and kept in the state store, so
    /// that all replicas have the same. With another key every visitor counts as a new one.
    /// </summary>
    public string VisitorKey { get; set; } = "";

    /// <summary>
    /// Headers that tell the visitor's country (ISO 3166-1 alpha-2), set by the proxy in front: <c>CloudFront-Viewer-Country</c>,
    /// <c>CF-IPCountry</c>. Name only what that proxy overwrites. The first one present counts.
    /// </summary>
    public IReadOnlyList<string> CountryHeaders { get; set; } = [];

    /// <summary>The header with the visitor's address, set by the proxy in front; empty takes the connection's address.</summary>
    public string ClientAddressHeader { get; set; } = "";
}

/// <summary>Collects every mistake, so that one start tells them all.</summary>
internal sealed class GatewayOptionsValidator : IValidateOptions<GatewayOptions>
{
    private const int MinKeyLength = 16;

    public ValidateOptionsResult Validate(string? name, GatewayOptions options)
    {
        var errors = new List<string>();
        void Check(bool isRight, string error)
        {
            if (!isRight) errors.Add($"{GatewayOptions.Section}:{error}");
        }
        var redirects = options.Redirects;
        Check(PublicAddress.TryParse(options.PublicUrl, out _, out _), "PublicUrl must be http://host:port.");
        Check(options.CallTimeout > TimeSpan.Zero, "CallTimeout must be positive.");
        Check(options.StreamTimeout > TimeSpan.Zero, "StreamTimeout must be positive.");
        Check(options.MaxRequestBodySize > 0, "MaxRequestBodySize must be positive.");
        Check(options.ForwardedHeaders.All(CallMetadata.IsForwardable), "ForwardedHeaders has a header of the platform, Dapr or gRPC.");
        Check(Uri.TryCreate(options.Access.Issuer, UriKind.Absolute, out _), "Access:Issuer must be a URL.");
        Check(options.Access.Audience.Length > 0, "Access:Audience must not be empty.");
        Check(IsShort(options.Access.ClockSkew), "Access:ClockSkew must be within 5 minutes.");
        Check(IsShort(options.Access.ApiKeyCacheDuration), "Access:ApiKeyCacheDuration must be within 5 minutes.");
        Check(redirects.StatusCode is 301 or 302, "Redirects:StatusCode must be 301 or 302.");
        Check(redirects.CacheDuration > TimeSpan.Zero && redirects.CacheDuration <= TimeSpan.FromSeconds(60), "Redirects:CacheDuration must be within 60 s.");
        Check(redirects.NegativeCacheDuration >= TimeSpan.Zero && redirects.NegativeCacheDuration <= TimeSpan.FromSeconds(60), "Redirects:NegativeCacheDuration must be within 60 s.");
        Check(redirects.CacheCapacity > 0, "Redirects:CacheCapacity must be positive.");
        Check(redirects.ResolveTimeout > TimeSpan.Zero, "Redirects:ResolveTimeout must be positive.");
        Check(redirects.ClickBufferSize > 0, "Redirects:ClickBufferSize must be positive.");
        Check(redirects.ClickBatchSize > 0, "Redirects:ClickBatchSize must be positive.");
        Check(redirects.ClickBatchDelay > TimeSpan.Zero, "Redirects:ClickBatchDelay must be positive.");
        Check(redirects.VisitorKey.Length is 0 or >= MinKeyLength, $"Redirects:VisitorKey needs {MinKeyLength} characters.");
        errors.AddRange(options.RateLimits.Validate().Select(error => $"{GatewayOptions.Section}:{error}"));
        return errors.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(errors);
    }

    private static bool IsShort(TimeSpan duration) => duration >= TimeSpan.Zero && duration <= TimeSpan.FromMinutes(5);
}
