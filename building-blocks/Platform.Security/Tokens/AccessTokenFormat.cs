using System.Buffers;
using System.Security.Cryptography;
using System.Text.Json;
using Platform.Security.Jose;

namespace Platform.Security.Tokens;

/// <summary>Access tokens as signed JWTs (RFC 7519) of the type <c>at+jwt</c> (RFC 9068).</summary>
public static class AccessTokenFormat
{
    /// <summary>The longest token, in characters. Far more than any of ours has, and no work for whoever sends a longer one.</summary>
    public const int MaxLength = 4096;

    internal const string Type = "at+jwt";

    /// <summary>Issues a token.</summary>
    /// <param name="token">What it says. Times lose their fractions of a second.</param>
    /// <param name="key">The signing key, on P-256.</param>
    /// <param name="keyId">The key's <c>kid</c>.</param>
    public static string Write(AccessToken token, ECDsa key, string keyId)
    {
        ArgumentNullException.ThrowIfNull(token);
        var header = WriteJson(json =>
        {
            json.WriteString("alg", Es256.Algorithm);
            json.WriteString("typ", Type);
            json.WriteString("kid", keyId);
        });
        var payload = WriteJson(json =>
        {
            json.WriteString("iss", token.Issuer);
            json.WriteString("sub", token.Subject);
            json.WriteString("aud", token.Audience);
            json.WriteNumber("iat", token.IssueTime.ToUnixTimeSeconds());
            json.WriteNumber("nbf", token.IssueTime.ToUnixTimeSeconds());
            json.WriteNumber("exp", token.ExpireTime.ToUnixTimeSeconds());
            json.WriteString("jti", token.Id);
            json.WriteString("scope", string.Join(' ', token.Scopes));
            json.WriteStartArray("roles");
            foreach (var role in token.Roles)
            {
                json.WriteStringValue(role);
            }

            json.WriteEndArray();
            if (token.Tier.Length > 0)
            {
                json.WriteString("tier", token.Tier);
            }
        });
        return CompactJws.Sign(header, payload, key);
    }

    private static ReadOnlySpan<byte> WriteJson(Action<Utf8JsonWriter> write)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            write(json);
            json.WriteEndObject();
        }

        return buffer.WrittenSpan;
    }
}
