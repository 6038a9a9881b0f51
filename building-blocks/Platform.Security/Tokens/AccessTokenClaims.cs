using System.Text.Json;

namespace Platform.Security.Tokens;

/// <summary>What a payload says: every claim that we rely on, once, of its type (RFC 8725).</summary>
/// <param name="Token">The token. Its audience is empty where it is for somebody else.</param>
/// <param name="NotBefore">When its time comes, <c>nbf</c>.</param>
internal sealed record AccessTokenClaims(AccessToken Token, DateTimeOffset NotBefore)
{
    /// <summary>Reads a payload whose signature was verified.</summary>
    /// <param name="payload">UTF-8 JSON.</param>
    /// <param name="audience">Whom tokens must be for.</param>
    /// <exception cref="JsonException">It is no JSON, or has a claim twice.</exception>
    /// <exception cref="KeyNotFoundException">A claim is missing.</exception>
    /// <exception cref="InvalidOperationException">A claim is of another type.</exception>
    /// <exception cref="FormatException">A claim is empty, or a number that is none of seconds.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A time that no clock shows.</exception>
    public static AccessTokenClaims Read(ReadOnlyMemory<byte> payload, string audience)
    {
        using var document = JsonDocument.Parse(payload, AccessTokenValidator.Strict);
        var claims = document.RootElement;
        var token = new AccessToken
        {
            Subject = Text(claims, "sub"),
            Id = Text(claims, "jti"),
            Issuer = Text(claims, "iss"),
            Audience = IsFor(claims.GetProperty("aud"), audience) ? audience : "",
            IssueTime = Time(claims, "iat"),
            ExpireTime = Time(claims, "exp"),
            Roles = [.. claims.GetProperty("roles").EnumerateArray().Select(role => role.GetString() ?? throw new FormatException())],
            Tier = claims.TryGetProperty("tier", out _) ? Text(claims, "tier") : "",
            Scopes = [.. Text(claims, "scope", mayBeEmpty: true).Split(' ', StringSplitOptions.RemoveEmptyEntries).Distinct(StringComparer.Ordinal)],
        };
        return new(token, claims.TryGetProperty("nbf", out _) ? Time(claims, "nbf") : token.IssueTime);
    }

    /// <summary>Whether a validator believes this now.</summary>
    /// <param name="rules">What tokens must say.</param>
    /// <param name="now">The time.</param>
    public TokenResult Check(AccessTokenRules rules, DateTimeOffset now) =>
        Token.Issuer != rules.Issuer ? TokenFailure.WrongIssuer
        : Token.Audience.Length == 0 ? TokenFailure.WrongAudience
        : now >= Token.ExpireTime + rules.ClockSkew ? TokenFailure.Expired
        : now < NotBefore - rules.ClockSkew || now < Token.IssueTime - rules.ClockSkew ? TokenFailure.NotYetValid
        : Token;

    // One audience or a list of them (RFC 7519, section 4.1.3).
    private static bool IsFor(JsonElement claim, string audience) => claim.ValueKind == JsonValueKind.Array
        ? claim.EnumerateArray().Any(each => each.GetString() == audience)
        : claim.GetString() == audience;

    private static string Text(JsonElement claims, string name, bool mayBeEmpty = false) =>
        claims.GetProperty(name).GetString() is { } text && (mayBeEmpty || text.Length > 0) ? text : throw new FormatException();

    private static DateTimeOffset Time(JsonElement claims, string name) => DateTimeOffset.FromUnixTimeSeconds(claims.GetProperty(name).GetInt64());
}
