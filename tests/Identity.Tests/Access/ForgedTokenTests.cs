using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Platform.Identity.Storage;
using Platform.Security.Jose;

namespace Platform.Identity.Tests.Access;

/// <summary>Tokens that nobody issued, at the public door. The same forger makes one good token, so the others fail for what is forged in them.</summary>
public sealed class ForgedTokenTests(EdgeFixture edge) : IClassFixture<EdgeFixture>, IDisposable
{
    private readonly ECDsa _attacker = ECDsa.Create(ECCurve.NamedCurves.nistP256);

    public void Dispose() => _attacker.Dispose();

    [Fact]
    public async Task Send_TokenWithTheRightClaimsAndKey_IsLetIn()
    {
        var user = await edge.SignUpAsync();
        using var response = await edge.SendAsync(HttpMethod.Get, "/v1/users/me", await ForgeAsync(user.Id));

        response.StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Theory]
    [InlineData("alg none")]
    [InlineData("alg none without signature")]
    [InlineData("HS256 with the public key")]
    [InlineData("another key of that kid")]
    [InlineData("unknown kid")]
    [InlineData("no kid")]
    [InlineData("key in the header")]
    [InlineData("type JWT")]
    [InlineData("critical header")]
    [InlineData("expired")]
    [InlineData("not yet valid")]
    [InlineData("issued in the future")]
    [InlineData("wrong audience")]
    [InlineData("wrong issuer")]
    [InlineData("no subject")]
    [InlineData("duplicate claims")]
    [InlineData("roles as text")]
    [InlineData("oversized")]
    [InlineData("changed payload")]
    [InlineData("changed signature")]
    [InlineData("not a token")]
    [InlineData("")]
    public async Task Send_ForgedToken_IsRefusedAlsoWhereNobodyNeedsOne(string forgery)
    {
        var user = await edge.SignUpAsync();
        var token = await ForgeAsync(user.Id, forgery);

        foreach (var path in new[] { "/v1/users/me", "/.well-known/jwks.json" })
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, path);
            request.Headers.TryAddWithoutValidation("Authorization", "Bearer " + token).ShouldBeTrue();
            using var response = await edge.Client.SendAsync(request);

            response.StatusCode.ShouldBe(HttpStatusCode.Unauthorized, forgery);
            response.Headers.WwwAuthenticate.ToString().ShouldBe("Bearer realm=\"platform\", error=\"invalid_token\"");
            var body = await response.Content.ReadAsStringAsync();
            body.ShouldContain("INVALID_TOKEN");
            body.ShouldNotContain("expired", Case.Insensitive);
        }
    }

    [Fact]
    public async Task Send_HeadersOfThePlatformFromOutside_CountForNothing()
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/v1/users:lookUp?username=admin");
        request.Headers.Add("platform-user", "root");
        request.Headers.Add("platform-roles", "admin");
        request.Headers.Add("dapr-caller-app-id", "orders");
        using var response = await edge.Client.SendAsync(request);

        response.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        response.Headers.WwwAuthenticate.ToString().ShouldBe("Bearer realm=\"platform\"");
    }

    private async Task<string> ForgeAsync(string subject, string forgery = "none")
    {
        var (key, keyId) = await edge.Platform["identity"].Services.GetRequiredService<SigningKeys>().SignerAsync(default);
        var now = TimeProvider.System.GetUtcNow().ToUnixTimeSeconds();
        var header = new JsonObject { ["alg"] = "ES256", ["typ"] = "at+jwt", ["kid"] = keyId };
        var claims = new JsonObject
        {
            ["iss"] = "http://localhost:8080",
            ["sub"] = subject,
            ["aud"] = "platform",
            ["iat"] = now,
            ["nbf"] = now,
            ["exp"] = now + 900,
            ["jti"] = "forged",
            ["scope"] = "*",
            ["roles"] = new JsonArray("admin"),
        };
        var signer = key;
        switch (forgery)
        {
            case "another key of that kid": signer = _attacker; break;
            case "unknown kid": header["kid"] = "unknown"; break;
            case "no kid": header.Remove("kid"); break;
            case "key in the header": header["jwk"] = Jwk(_attacker); signer = _attacker; break;
            case "type JWT": header["typ"] = "JWT"; break;
            case "critical header": header["crit"] = new JsonArray("exp"); break;
            case "expired": claims["exp"] = now - 60; break;
            case "not yet valid": claims["nbf"] = now + 600; break;
            case "issued in the future": claims["iat"] = now + 600; break;
            case "wrong audience": claims["aud"] = "somebody else"; break;
            case "wrong issuer": claims["iss"] = "http://localhost:8081"; break;
            case "no subject": claims.Remove("sub"); break;
            case "roles as text": claims["roles"] = "admin"; break;
            case "oversized": claims["padding"] = new string('x', 5000); break;
            case "alg none" or "alg none without signature": header["alg"] = "none"; break;
            case "HS256 with the public key": header["alg"] = "HS256"; break;
        }

        var payload = forgery == "duplicate claims" ? claims.ToJsonString()[..^1] + ",\"sub\":\"somebody\"}" : claims.ToJsonString();
        return Finish(forgery, CompactJws.Sign(Encoding.UTF8.GetBytes(header.ToJsonString()), Encoding.UTF8.GetBytes(payload), signer), key);
    }

    private static string Finish(string forgery, string token, ECDsa key)
    {
        var parts = token.Split('.');
        return forgery switch
        {
            "" => "",
            "not a token" => "nonsense",
            "alg none without signature" => $"{parts[0]}.{parts[1]}.",
            "HS256 with the public key" => $"{parts[0]}.{parts[1]}." + StrictBase64Url.Encode(
                HMACSHA256.HashData(Encoding.ASCII.GetBytes(key.ExportSubjectPublicKeyInfoPem()), Encoding.ASCII.GetBytes($"{parts[0]}.{parts[1]}"))),
            "changed payload" => $"{parts[0]}.{Changed(parts[1])}.{parts[2]}",
            "changed signature" => $"{parts[0]}.{parts[1]}.{Changed(parts[2])}",
            _ => token,
        };
    }

    private static string Changed(string part) => part[..20] + (part[20] == 'A' ? 'B' : 'A') + part[21..];

    private static JsonObject Jwk(ECDsa key)
    {
        var jwk = JsonWebKey.FromKey(key);
        return new JsonObject { ["kty"] = jwk.KeyType, ["crv"] = jwk.Curve, ["x"] = jwk.X, ["y"] = jwk.Y };
    }
}
