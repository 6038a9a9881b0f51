using Dapr.Client;
using Platform.Hosting.Failures;
using Platform.Identity.Domain.Accounts;
using Platform.State;

namespace Platform.Identity.Storage;

/// <summary>API keys. The account lists them; both commit together.</summary>
internal sealed class ApiKeyStore(DaprClient dapr, UserStore users)
{
    private const int MaxKeys = 100;

    private readonly DocumentStore<ApiKey> _keys = new(dapr, Stores.State, "api-key");

    /// <summary>A key, expired or not; null where there is none.</summary>
    public async Task<ApiKey?> FindAsync(string id, CancellationToken cancellationToken) => (await _keys.GetAsync(id, cancellationToken)).Value;

    /// <summary>A user's keys, oldest first.</summary>
    public async Task<IReadOnlyList<ApiKey>> ListAsync(string userId, CancellationToken cancellationToken)
    {
        var user = await users.FindAsync(userId, cancellationToken) ?? throw UserStore.Unknown();
        var keys = await _keys.GetManyAsync(user.ApiKeyIds, cancellationToken);
        return [.. keys.Select(key => key.Value).OfType<ApiKey>()];
    }

    /// <summary>Keeps a new key.</summary>
    /// <exception cref="FailedPreconditionException">TOO_MANY_API_KEYS.</exception>
    public Task CreateAsync(ApiKey key, AuditEvent happened, CancellationToken cancellationToken) => users.UpdateAsync(
        key.UserId,
        user => user.ApiKeyIds.Count < MaxKeys
            ? user with { ApiKeyIds = [.. user.ApiKeyIds, key.Id] }
            : throw new FailedPreconditionException("TOO_MANY_API_KEYS", $"There can be {MaxKeys} API keys at most."),
        happened,
        cancellationToken,
        _keys.Put(new Document<ApiKey>(key.Id, Value: null, ""), key));

    /// <summary>Removes a key for ever.</summary>
    /// <exception cref="NotFoundException">The user has no such key.</exception>
    public async Task DeleteAsync(string userId, string id, AuditEvent happened, CancellationToken cancellationToken) => await users.UpdateAsync(
        userId,
        user => user.ApiKeyIds.Contains(id) ? user with { ApiKeyIds = [.. user.ApiKeyIds.Where(each => each != id)] } : throw Unknown(),
        happened,
        cancellationToken,
        _keys.Delete(await _keys.GetAsync(id, cancellationToken)));

    public static NotFoundException Unknown() => new("API_KEY_NOT_FOUND", "There is no such API key.");
}
