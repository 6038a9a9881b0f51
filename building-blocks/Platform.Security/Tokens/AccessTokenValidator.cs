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
/// we rely on must be there, once, of its type (RFC 8725). The signature of a token that is shown again and again is verified every
/// <see cref="VerifiedTokens.Lifetime"/> only, and whenever its key was read again; whether the key is published and the token's time is asked each time.
/// </summary>
/// <param name="rules">What the tokens must say.</param>
/// <param name="keys">The keys by id.</param>
/// <param name="clock">The clock.</param>
public sealed class AccessTokenValidator(AccessTokenRules rules, IVerificationKeys keys, TimeProvider clock)
{
    internal static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false, MaxDepth = 4 };

    private readonly VerifiedTokens _verified = new(clock);

    /// <summary>Validates a token; the result has the token, or why it is refused.</summary>
    public async ValueTask<TokenResult> ValidateAsync(string token, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(token);
        if (token.Length > AccessTokenFormat.MaxLength)
        {
            return TokenFailure.TooLong;
        }

        var hash = TokenHash.Of(token);
        return _verified.TryGet(hash, out var known) && ReferenceEquals(await keys.FindAsync(known.KeyId, cancellationToken), known.Key)
            ? known.Claims.Check(rules, clock.GetUtcNow())
            : await VerifyAsync(token, hash, cancellationToken);
    }

    private async ValueTask<TokenResult> VerifyAsync(string token, TokenHash hash, CancellationToken cancellationToken)
    {
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

            var keyId = header.RootElement.GetProperty("kid").GetString()!;
            if (await keys.FindAsync(keyId, cancellationToken) is not { } key)
            {
                return TokenFailure.UnknownKey;
            }

            // Nothing of the payload is read before this.
            if (!jws.IsSignedBy(key))
            {
                return TokenFailure.WrongSignature;
            }

            var claims = AccessTokenClaims.Read(jws.Payload, rules.Audience);
            var result = claims.Check(rules, clock.GetUtcNow());
            if (result.IsValid)
            {
                _verified.Add(hash, claims, keyId, key);
            }

            return result;
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
}
