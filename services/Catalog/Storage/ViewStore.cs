using Dapr.Client;
using Platform.State;

namespace Platform.Catalog.Storage;

/// <summary>The products that users looked at, the last one first, each once.</summary>
internal sealed class ViewStore(DaprClient dapr)
{
    /// <summary>The most products of a user.</summary>
    public const int MaxProducts = 50;

    /// <summary>The most views that are noted at once: far below the 100 writes of the smallest transactions (DynamoDB).</summary>
    public const int MaxViews = 50;

    private readonly DocumentStore<List<string>> _views = new(dapr, Stores.State, "viewed");

    /// <summary>Notes what users looked at. One read and one write, however many they are.</summary>
    /// <param name="views">The views, the last one last, <see cref="MaxViews"/> at most.</param>
    /// <param name="cancellationToken">Cancels.</param>
    public Task AddAsync(IReadOnlyCollection<(string User, string Product)> views, CancellationToken cancellationToken)
    {
        var byUser = views.ToLookup(view => KeyHash.Of(view.User), view => view.Product);
        return Optimistic.RetryAsync(
            async token =>
            {
                var documents = await _views.GetManyAsync([.. byUser.Select(user => user.Key)], token);
                var writes = documents.Select(document => _views.Put(document, After(document.Value ?? [], byUser[document.Id]))).ToList();
                return await dapr.TryCommitAsync(Stores.State, writes, token) ? writes : null;
            },
            cancellationToken);
    }

    /// <summary>The products that a user looked at.</summary>
    public async Task<IReadOnlyList<string>> GetAsync(string user, CancellationToken cancellationToken) =>
        (await _views.GetAsync(KeyHash.Of(user), cancellationToken)).Value ?? [];

    private static List<string> After(List<string> before, IEnumerable<string> products) => [.. products.Reverse().Concat(before).Distinct().Take(MaxProducts)];
}
