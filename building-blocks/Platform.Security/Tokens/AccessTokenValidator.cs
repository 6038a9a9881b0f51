using System.Text.Json;
using Platform.Security.Jose;

namespace Platform.Security.Tokens;

/// <summary>What a valid token must say.</summary>
/// <param name="Issuer">The only issuer.</param>
/// <param name="Audience">Whom the tokens are for.</param>
/// <param name="ClockSkew">How far the clocks of issuer and validator may differ.</param>
public sealed record AccessTokenRules(string Issuer, string Audience, TimeSpan ClockSkew);

/// <summary>
/// Believes access tokens or not. The algorithm is pinned, keys come from <paramref name="keys"/> only and never from the token, and every claim that
/// we rely on must be there, once, of its type (RFC 8725).
/// </summary>
/// <param name="rules">What the tokens must say.</param>
/// <param name="keys">The keys by id.</param>
/// <param name="clock">The clock.</param>
public sealed class AccessTokenValidator(AccessTokenRules rules, IVerificationKeys keys, TimeProvider clock)
{
    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false, MaxDepth = 4 };

    /// <summary>Validates a token; the result has the token, or why it is refused.</summary>
    public async ValueTask<TokenResult> ValidateAsync(string token, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(token);
        if (token.Length > AccessTokenFormat.MaxLength)
        {
            return TokenFailure.TooLong;
        }

        try
        {
            if (!CompactJws.TryParse(token, out var jws))
            {
                return TokenFailure.Malformed;
            }

            using var header = JsonDocument.Parse(jws.Header, Strict);
            if (CheckHeader(header.RootElement) is { } wrong)
            {
                return wrong;
            }

            if (await keys.FindAsync(header.RootElement.GetProperty("kid").GetString()!, cancellationToken) is not { } key)
            {
                return TokenFailure.UnknownKey;
            }

            // Nothing of the payload is read before this.
            if (!jws.IsSignedBy(key))
            {
                return TokenFailure.WrongSignature;
            }

            using var payload = JsonDocument.Parse(jws.Payload, Strict);
            return CheckClaims(payload.RootElement);
        }
        catch (Exception failure) when (failure is JsonException or InvalidOperationException or KeyNotFoundException or FormatException or ArgumentOutOfRangeException)
        {
            // Not JSON, a claim that is missing, twice there or of another type, or a time that no clock shows.
            return TokenFailure.Malformed;
        }
    }

    private static TokenFailure? CheckHeader(JsonElement header)
    {
        if (header.GetProperty("alg").GetString() != Es256.Algorithm)
        {
            return TokenFailure.WrongAlgorithm;
        }

        var isAccessToken = header.GetProperty("typ").GetString() is { } type
            && (type.Equals(AccessTokenFormat.Type, StringComparison.OrdinalIgnoreCase)
                || type.Equals("application/" + AccessTokenFormat.Type, StringComparison.OrdinalIgnoreCase));
        return !isAccessToken || header.TryGetProperty("crit", out _) || string.IsNullOrEmpty(header.GetProperty("kid").GetString())
            ? TokenFailure.WrongHeader
            : null;
    }

    private TokenResult CheckClaims(JsonElement claims)
    {
        var token = new AccessToken
        {
            Subject = Text(claims, "sub"),
            Id = Text(claims, "jti"),
            Issuer = Text(claims, "iss"),
            Audience = FindAudience(claims.GetProperty("aud")) ?? "",
            IssueTime = Time(claims, "iat"),
            ExpireTime = Time(claims, "exp"),
            Roles = [.. claims.GetProperty("roles").EnumerateArray().Select(role => role.GetString() ?? throw new FormatException())],
            Tier = claims.TryGetProperty("tier", out _) ? Text(claims, "tier") : "",
            Scopes = [.. Text(claims, "scope", mayBeEmpty: true).Split(' ', StringSplitOptions.RemoveEmptyEntries).Distinct(StringComparer.Ordinal)],
        };
        var notBefore = claims.TryGetProperty("nbf", out _) ? Time(claims, "nbf") : token.IssueTime;
        var now = clock.GetUtcNow();
        return token.Issuer != rules.Issuer ? TokenFailure.WrongIssuer
            : token.Audience.Length == 0 ? TokenFailure.WrongAudience
            : now >= token.ExpireTime + rules.ClockSkew ? TokenFailure.Expired
            : now < notBefore - rules.ClockSkew || now < token.IssueTime - rules.ClockSkew ? TokenFailure.NotYetValid
            : token;
    }

    // One audience or a list of them (RFC 7519, section 4.1.3).
    private string? FindAudience(JsonElement audience) => audience.ValueKind == JsonValueKind.Array
        ? audience.EnumerateArray().Select(each => each.GetString()).FirstOrDefault(each => each == rules.Audience)
        : audience.GetString() == rules.Audience ? rules.Audience : null;

    private static string Text(JsonElement claims, string name, bool mayBeEmpty = false) =>
        claims.GetProperty(name).GetString() is { } text && (mayBeEmpty || text.Length > 0) ? text : throw new FormatException();

    private static DateTimeOffset Time(JsonElement claims, string name) => DateTimeOffset.FromUnixTimeSeconds(claims.GetProperty(name).GetInt64());
}
