using System.Collections.Frozen;
using System.Security.Cryptography;
using Grpc.Core;
using Platform.Gateway.Transcoding;
using Platform.Identity.V1;
using Platform.Security.Tokens;
using Jwk = Platform.Security.Jose.JsonWebKey;

namespace Platform.Gateway.Access;

/// <summary>
/// The keys that identity signs tokens with. They are read again every five minutes, and when a token names one that is not known, then every five
/// seconds at most. While identity is away the keys that are known go on.
/// </summary>
internal sealed partial class IdentityKeys(IBackends backends, TimeProvider clock, ILogger<IdentityKeys> logger) : IVerificationKeys, IDisposable
{
    public const string AppId = "identity";

    private static readonly TimeSpan RefreshInterval = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan RetryInterval = TimeSpan.FromSeconds(5);

    private readonly SemaphoreSlim _reading = new(1, 1);
    private FrozenDictionary<string, ECDsa>? _keys;
    private DateTimeOffset _readTime = DateTimeOffset.MinValue;
    private DateTimeOffset _tryTime = DateTimeOffset.MinValue;

    public async ValueTask<ECDsa?> FindAsync(string keyId, CancellationToken cancellationToken)
    {
        if (Volatile.Read(ref _keys) is { } known && known.TryGetValue(keyId, out var key) && clock.GetUtcNow() < _readTime + RefreshInterval) return key;
        await _reading.WaitAsync(cancellationToken);
        try
        {
            if (IsReadDue(keyId)) await ReadAsync();
            return _keys?.GetValueOrDefault(keyId);
        }
        finally
        {
            _reading.Release();
        }
    }

    public void Dispose()
    {
        foreach (var key in _keys?.Values ?? []) key.Dispose();
        _reading.Dispose();
    }

    private bool IsReadDue(string keyId)
    {
        var now = clock.GetUtcNow();
        var isCurrent = now < _readTime + RefreshInterval && _keys!.ContainsKey(keyId);
        return !isCurrent && (_keys is null || now >= _tryTime + RetryInterval);
    }

    private async Task ReadAsync()
    {
        _tryTime = clock.GetUtcNow();
        try
        {
            // Not cancelled with the request that happens to be the first: others wait for it too.
            var identity = new TokenService.TokenServiceClient(backends.For(AppId));
            var answer = await identity.GetJsonWebKeysAsync(new GetJsonWebKeysRequest(), cancellationToken: CancellationToken.None);
            // Keys that went away are left to the garbage collector: a request may be verifying with one of them.
            Volatile.Write(ref _keys, Verifiers(answer));
            _readTime = _tryTime;
        }
        catch (RpcException failure) when (_keys is not null)
        {
            LogStale(failure.StatusCode);
        }
    }

    private static FrozenDictionary<string, ECDsa> Verifiers(JsonWebKeys answer)
    {
        var verifiers = new Dictionary<string, ECDsa>(StringComparer.Ordinal);
        foreach (var key in answer.Keys)
        {
            var jwk = new Jwk { KeyType = key.Kty, Curve = key.Crv, X = key.X, Y = key.Y, KeyId = key.Kid, Use = key.Use, Algorithm = key.Alg };
            if (jwk.ToVerifier() is { } verifier) verifiers[key.Kid] = verifier;
        }
        return verifiers.ToFrozenDictionary(StringComparer.Ordinal);
    }

    [LoggerMessage(LogLevel.Warning, "The keys of access tokens could not be read ({Code}): those that are known go on")]
    private partial void LogStale(StatusCode code);
}
