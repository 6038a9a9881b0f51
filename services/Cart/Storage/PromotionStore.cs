using Dapr.Client;
using Platform.Cart.Domain;
using Platform.Hosting.Failures;
using Platform.State;
using Platform.State.Sets;

namespace Platform.Cart.Storage;

/// <summary>Promotions, 4,096 at most, with the list of their codes.</summary>
internal sealed class PromotionStore(DaprClient dapr)
{
    private const string State = "statestore";
    private const string ListId = "all";

    private readonly DocumentStore<CartPromotion> _promotions = new(dapr, State, "promotion");

    // One shard is in order.
    private readonly KeySet _codes = new(dapr, State, "promotion-codes", shards: 1);

    /// <summary>A promotion; null where there is none.</summary>
    public async Task<CartPromotion?> FindAsync(string code, CancellationToken cancellationToken) =>
        CartPromotion.IsCode(code) ? (await _promotions.GetAsync(code, cancellationToken)).Value : null;

    /// <summary>Adds a promotion.</summary>
    /// <exception cref="AlreadyExistsException">PROMOTION_EXISTS.</exception>
    public Task CreateAsync(CartPromotion promotion, CancellationToken cancellationToken) =>
        Optimistic.RetryAsync(
            async token =>
            {
                var document = await _promotions.GetAsync(promotion.Code, token);
                if (document.Value is not null)
                {
                    throw new AlreadyExistsException("PROMOTION_EXISTS", "There is such a promotion.") { Facts = { ["code"] = promotion.Code } };
                }

                var codes = await _codes.GetShardAsync(ListId, promotion.Code, token);
                return await dapr.TryCommitAsync(State, [_promotions.Put(document, promotion), .. _codes.Add(codes, promotion.Code)], token) ? promotion : null;
            },
            cancellationToken);

    /// <summary>Ends a promotion.</summary>
    /// <exception cref="NotFoundException">There is none.</exception>
    public Task DeleteAsync(string code, CancellationToken cancellationToken) =>
        Optimistic.RetryAsync(
            async token =>
            {
                var document = await _promotions.GetAsync(code, token);
                var promotion = document.Value ?? throw new NotFoundException("PROMOTION_NOT_FOUND", "There is no such promotion.");
                var codes = await _codes.GetShardAsync(ListId, code, token);
                return await dapr.TryCommitAsync(State, [_promotions.Delete(document), .. _codes.Remove(codes, code)], token) ? promotion : null;
            },
            cancellationToken);

    /// <summary>A page of promotions, in the order of their codes.</summary>
    public async Task<IReadOnlyList<CartPromotion>> ListAsync(string after, int count, CancellationToken cancellationToken)
    {
        var codes = await _codes.ReadAsync(ListId, after, count, cancellationToken);
        return [.. (await _promotions.GetManyAsync(codes, cancellationToken)).Select(document => document.Value).OfType<CartPromotion>()];
    }
}
