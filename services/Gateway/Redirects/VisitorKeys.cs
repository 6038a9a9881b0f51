using System.Security.Cryptography;
using System.Text;
using Dapr.Client;
using Microsoft.Extensions.Options;
using Platform.State;

namespace Platform.Gateway.Redirects;

/// <summary>
/// The key of <see cref="VisitorHash"/>: the configured one, else a random one that the first replica makes and the state store keeps. A visitor
/// is the same one to every replica, and after every restart.
/// </summary>
internal sealed class VisitorKeys(DaprClient dapr, IOptions<GatewayOptions> options)
{
    private const string Id = "visitors";
    private const int KeySize = 32;

    private readonly DocumentStore<KeyDocument> _keys = new(dapr, "statestore", "key");
    private VisitorHash? _hash;

    /// <summary>The hash with the key. Fails while the state store is away, and can be asked again.</summary>
    public async ValueTask<VisitorHash> GetHashAsync(CancellationToken cancellationToken) =>
        _hash ??= new VisitorHash(await GetKeyAsync(cancellationToken));

    private async ValueTask<byte[]> GetKeyAsync(CancellationToken cancellationToken)
    {
        if (options.Value.Redirects.VisitorKey is { Length: > 0 } configured) return Encoding.UTF8.GetBytes(configured);
        if ((await _keys.GetAsync(Id, cancellationToken)).Value is { } kept) return kept.Key;
        var made = new KeyDocument(RandomNumberGenerator.GetBytes(KeySize));
        return (await _keys.UpdateAsync(Id, old => old ?? made, cancellationToken)).Key;
    }

    private sealed record KeyDocument(byte[] Key);
}
