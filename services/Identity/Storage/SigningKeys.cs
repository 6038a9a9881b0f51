using System.Security.Cryptography;
using Dapr.Client;
using Microsoft.Extensions.Options;
using Platform.Identity.Domain.Keys;
using Platform.Security.Jose;
using Platform.State;

namespace Platform.Identity.Storage;

/// <summary>
/// The keys that tokens are signed with: in the state store, the same for all replicas, their private parts encrypted. Whoever needs them first after a
/// key is due makes it. Read again every minute.
/// </summary>
internal sealed partial class SigningKeys : IDisposable
{
    private const string RingId = "ring";
    private static readonly TimeSpan RefreshInterval = TimeSpan.FromMinutes(1);

    private readonly DocumentStore<KeyRing> _store;
    private readonly KeySchedule _schedule;
    private readonly Vault _vault;
    private readonly TimeProvider _clock;
    private readonly ILogger<SigningKeys> _logger;
    private readonly SemaphoreSlim _reading = new(1, 1);
    private Snapshot _known = new([], DateTimeOffset.MinValue);
    private Signer? _signer;

    public SigningKeys(DaprClient dapr, Vault vault, IOptions<IdentityOptions> options, TimeProvider clock, ILogger<SigningKeys> logger)
    {
        _store = new(dapr, Stores.State, "signing-keys");
        _schedule = new(options.Value.SigningKeyPeriod, options.Value.SigningKeyLead, options.Value.SigningKeyOverlap);
        _vault = vault;
        _clock = clock;
        _logger = logger;
    }

    /// <summary>The keys to publish.</summary>
    public async ValueTask<IReadOnlyList<SigningKey>> PublishedAsync(CancellationToken cancellationToken) =>
        _schedule.Needed(await KeysAsync(cancellationToken), _clock.GetUtcNow());

    /// <summary>The key that signs now; it stays this class's.</summary>
    public async ValueTask<(ECDsa Key, string KeyId)> SignerAsync(CancellationToken cancellationToken)
    {
        var keys = await KeysAsync(cancellationToken);
        var current = KeySchedule.SignerAt(keys, _clock.GetUtcNow()) ?? throw new InvalidOperationException("No key signs yet.");
        if (Volatile.Read(ref _signer) is { } ready && ready.KeyId == current.Id)
        {
            return (ready.Key, ready.KeyId);
        }

        var key = ECDsa.Create();
        key.ImportPkcs8PrivateKey(await _vault.DecryptAsync(PurposeOf(current.Id), current.EncryptedPrivateKey, cancellationToken), out _);
        // The one before is left to the garbage collector: a call may be signing with it.
        Volatile.Write(ref _signer, new Signer(key, current.Id));
        return (key, current.Id);
    }

    public void Dispose()
    {
        _signer?.Key.Dispose();
        _reading.Dispose();
    }

    private async ValueTask<IReadOnlyList<SigningKey>> KeysAsync(CancellationToken cancellationToken)
    {
        if (Volatile.Read(ref _known) is var known && IsFresh(known))
        {
            return known.Keys;
        }

        await _reading.WaitAsync(cancellationToken);
        try
        {
            if (!IsFresh(_known))
            {
                Volatile.Write(ref _known, new Snapshot(await ReadAsync(cancellationToken), _clock.GetUtcNow()));
            }

            return _known.Keys;
        }
        finally
        {
            _reading.Release();
        }
    }

    private bool IsFresh(Snapshot known) =>
        known.Keys.Count > 0 && _clock.GetUtcNow() is var now && now < known.ReadTime + RefreshInterval && now < _schedule.NextPublishTime(known.Keys);

    private async Task<IReadOnlyList<SigningKey>> ReadAsync(CancellationToken cancellationToken)
    {
        var keys = (await _store.GetAsync(RingId, cancellationToken)).Value?.Keys ?? [];
        if (_clock.GetUtcNow() < _schedule.NextPublishTime(keys))
        {
            return keys;
        }

        var fresh = await CreateAsync(cancellationToken);
        var ring = await _store.UpdateAsync(RingId, old => new KeyRing(WithKey(old?.Keys ?? [], fresh)), cancellationToken);
        if (ring.Keys[^1].Id == fresh.Id)
        {
            LogPublished(fresh.Id, ring.Keys[^1].SignTime);
        }

        return ring.Keys;
    }

    // Another replica may have made the key meanwhile.
    private IReadOnlyList<SigningKey> WithKey(IReadOnlyList<SigningKey> keys, SigningKey fresh)
    {
        var now = _clock.GetUtcNow();
        return now < _schedule.NextPublishTime(keys)
            ? keys
            : [.. _schedule.Needed(keys, now), fresh with { PublishTime = now, SignTime = _schedule.SignTimeOf(keys, now) }];
    }

    private async Task<SigningKey> CreateAsync(CancellationToken cancellationToken)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var jwk = JsonWebKey.FromKey(key);
        return new SigningKey
        {
            Id = jwk.KeyId!,
            X = jwk.X!,
            Y = jwk.Y!,
            EncryptedPrivateKey = await _vault.EncryptAsync(PurposeOf(jwk.KeyId!), key.ExportPkcs8PrivateKey(), cancellationToken),
            PublishTime = default,
            SignTime = default,
        };
    }

    private static string PurposeOf(string keyId) => "signing-key " + keyId;

    [LoggerMessage(LogLevel.Information, "Published the signing key {KeyId}, which signs from {SignTime:O} on")]
    private partial void LogPublished(string keyId, DateTimeOffset signTime);

    /// <summary>What is stored.</summary>
    internal sealed record KeyRing(IReadOnlyList<SigningKey> Keys);

    private sealed record Snapshot(IReadOnlyList<SigningKey> Keys, DateTimeOffset ReadTime);

    private sealed record Signer(ECDsa Key, string KeyId);
}
