using LocalDapr.Runtime.Components;

namespace LocalDapr.Runtime.Secrets;

/// <summary>The secret stores that one app may use, and of them the secrets that its configuration lets it read.</summary>
internal sealed class SecretStores(IReadOnlyDictionary<string, ISecretStore> stores, IReadOnlyDictionary<string, SecretScope> scopes)
{
    /// <summary>The values of a secret.</summary>
    /// <exception cref="Errors.DaprException">The store is unknown, or the secret is missing or denied.</exception>
    public IReadOnlyDictionary<string, string> Get(string storeName, string name)
    {
        var store = Find(storeName);
        return Permits(storeName, name)
            ? store.Get(name) ?? throw SecretErrors.Missing(storeName, name)
            : throw SecretErrors.Denied(storeName, name);
    }

    /// <summary>The values of every secret that the app may read.</summary>
    /// <exception cref="Errors.DaprException">The store is unknown.</exception>
    public IReadOnlyDictionary<string, IReadOnlyDictionary<string, string>> GetAll(string storeName) =>
        Find(storeName).GetAll().Where(secret => Permits(storeName, secret.Key)).ToDictionary();

    private ISecretStore Find(string storeName) => stores.TryGetValue(storeName, out var store)
        ? store
        : throw (stores.Count == 0 ? SecretErrors.NotConfigured() : SecretErrors.NotFound(storeName));

    private bool Permits(string storeName, string name) => !scopes.TryGetValue(storeName, out var scope) || scope.Permits(name);
}
