using Microsoft.Extensions.Options;
using Platform.Identity.Domain.Accounts;

namespace Platform.Identity;

/// <summary>Settings of the section <c>Identity</c>.</summary>
internal sealed class IdentityOptions
{
    public const string Section = "Identity";

    /// <summary>The <c>iss</c> of tokens, where the gateway is; <c>PUBLIC_URL</c> unless set.</summary>
    public string Issuer { get; set; } = "http://localhost:8080";

    /// <summary>The <c>aud</c> of tokens.</summary>
    public string Audience { get; set; } = "platform";

    /// <summary>How long access tokens are good, 1 minute to 1 hour. They cannot be revoked.</summary>
    public TimeSpan AccessTokenLifetime { get; set; } = TimeSpan.FromMinutes(15);

    /// <summary>How long a refresh token may wait to be used.</summary>
    public TimeSpan RefreshIdleTime { get; set; } = TimeSpan.FromDays(30);

    /// <summary>How long after signing in tokens can be refreshed.</summary>
    public TimeSpan RefreshLifetime { get; set; } = TimeSpan.FromDays(90);

    /// <summary>How long a key signs. More than <see cref="SigningKeyLead"/>.</summary>
    public TimeSpan SigningKeyPeriod { get; set; } = TimeSpan.FromDays(30);

    /// <summary>How long a key is published before it signs: longer than verifiers keep what they read.</summary>
    public TimeSpan SigningKeyLead { get; set; } = TimeSpan.FromHours(1);

    /// <summary>How long a key is published after it signed last: longer than <see cref="AccessTokenLifetime"/> and what clocks differ.</summary>
    public TimeSpan SigningKeyOverlap { get; set; } = TimeSpan.FromHours(1);

    /// <summary>The username of the first admin, whose password is the secret <c>identity-admin-password</c>.</summary>
    public string AdminUsername { get; set; } = "admin";

    /// <summary>How many passwords are hashed at once; each takes a core. 0 for half of the cores.</summary>
    public int ParallelHashes { get; set; }

    /// <summary>How many more may wait for their turn. Beyond it sign-ins are refused for a second.</summary>
    public int WaitingHashes { get; set; } = 64;
}

/// <summary>Collects everything that is wrong with the settings.</summary>
internal sealed class IdentityOptionsValidator : IValidateOptions<IdentityOptions>
{
    private static readonly TimeSpan ClockSkew = TimeSpan.FromMinutes(5);

    public ValidateOptionsResult Validate(string? name, IdentityOptions options)
    {
        var failures = new List<string>();
        void Require(bool isRight, string setting, string rule)
        {
            if (!isRight)
            {
                failures.Add($"{IdentityOptions.Section}:{setting} {rule}");
            }
        }

        var isUrl = Uri.TryCreate(options.Issuer, UriKind.Absolute, out var url) && (url.Scheme == Uri.UriSchemeHttp || url.Scheme == Uri.UriSchemeHttps);
        var lifetime = options.AccessTokenLifetime;
        Require(isUrl, nameof(options.Issuer), "must be an http or https URL.");
        Require(options.Audience.Length > 0, nameof(options.Audience), "must not be empty.");
        Require(lifetime >= TimeSpan.FromMinutes(1) && lifetime <= TimeSpan.FromHours(1), nameof(options.AccessTokenLifetime), "must be 1 minute to 1 hour.");
        Require(options.RefreshIdleTime > lifetime, nameof(options.RefreshIdleTime), "must be longer than access tokens are good.");
        Require(options.RefreshLifetime >= options.RefreshIdleTime, nameof(options.RefreshLifetime), "must not be shorter than RefreshIdleTime.");
        Require(options.SigningKeyLead > TimeSpan.Zero, nameof(options.SigningKeyLead), "must be positive.");
        Require(options.SigningKeyPeriod > options.SigningKeyLead, nameof(options.SigningKeyPeriod), "must be longer than SigningKeyLead.");
        Require(options.SigningKeyOverlap >= lifetime + ClockSkew, nameof(options.SigningKeyOverlap), "must be 5 minutes longer than access tokens are good.");
        Require(Username.Normalize(options.AdminUsername) is not null, nameof(options.AdminUsername), "must be a username.");
        Require(options.ParallelHashes >= 0, nameof(options.ParallelHashes), "must not be negative.");
        Require(options.WaitingHashes >= 0, nameof(options.WaitingHashes), "must not be negative.");
        return failures.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(failures);
    }
}
