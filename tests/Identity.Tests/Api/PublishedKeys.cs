using System.Security.Cryptography;
using Platform.Identity.V1;
using Platform.Security.Tokens;
using Jwk = Platform.Security.Jose.JsonWebKey;

namespace Platform.Identity.Tests.Api;

/// <summary>The keys that identity publishes, as a verifier of its own would take them.</summary>
internal sealed class PublishedKeys : IVerificationKeys, IDisposable
{
    private readonly Dictionary<string, ECDsa> _keys = [];

    public static async Task<PublishedKeys> ReadAsync(TokenService.TokenServiceClient identity)
    {
        var keys = new PublishedKeys();
        foreach (var key in (await identity.GetJsonWebKeysAsync(new GetJsonWebKeysRequest())).Keys)
        {
            var jwk = new Jwk { KeyType = key.Kty, Curve = key.Crv, X = key.X, Y = key.Y, Use = key.Use, Algorithm = key.Alg };
            jwk.Thumbprint().ShouldBe(key.Kid);
            keys._keys[key.Kid] = jwk.ToVerifier().ShouldNotBeNull();
        }

        return keys;
    }

    public ValueTask<ECDsa?> FindAsync(string keyId, CancellationToken cancellationToken) => ValueTask.FromResult(_keys.GetValueOrDefault(keyId));

    public void Dispose()
    {
        foreach (var key in _keys.Values)
        {
            key.Dispose();
        }
    }
}
