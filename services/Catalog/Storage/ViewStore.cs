using Dapr.Client;
using Platform.State;

namespace Platform.Catalog.Storage;

/// <summary>The products that users looked at, the last one first, each once.</summary>
internal sealed class ViewStore(DaprClient dapr)
{
    /// <summary>The most products of a user.</summary>
    public const int MaxProducts = 50;

    private readonly DocumentStore<List<string>> _views = new(dapr, Stores.State, "viewed");

    /// <summary>Notes that a user looked at a product.</summary>
    public Task AddAsync(string user, string product, CancellationToken cancellationToken) =>
        _views.UpdateAsync(KeyHash.Of(user), old => [product, .. (old ?? []).Where(each => each != product).Take(MaxProducts - 1)], cancellationToken);

    /// <summary>The products that a user looked at.</summary>
    public async Task<IReadOnlyList<string>> GetAsync(string user, CancellationToken cancellationToken) =>
        (await _views.GetAsync(KeyHash.Of(user), cancellationToken)).Value ?? [];
}
