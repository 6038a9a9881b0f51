using Dapr.Client;
using Platform.Cart.Domain;
using Platform.State;
using Platform.State.Idempotency;

namespace Platform.Cart.Storage;

/// <summary>Carts, one document each.</summary>
internal sealed class CartStore(DaprClient dapr, TimeProvider clock)
{
    private const string State = "statestore";

    private readonly DocumentStore<ShoppingCart> _carts = new(dapr, State, "cart");
    private readonly RequestLog<Receipt> _requests = new(dapr, State, "cart-request");

    /// <summary>A cart; an empty one where there is none.</summary>
    public async Task<ShoppingCart> GetAsync(CartOwner owner, CancellationToken cancellationToken) =>
        (await ReadAsync(owner, cancellationToken)).Value ?? New();

    /// <summary>A cart with its ETag, for <see cref="UpdateAsync"/>.</summary>
    public Task<Document<ShoppingCart>> ReadAsync(CartOwner owner, CancellationToken cancellationToken) => _carts.GetAsync(owner.Id, cancellationToken);

    /// <summary>Changes a cart. One read and one write per try.</summary>
    /// <param name="owner">Whose cart.</param>
    /// <param name="request">Names the request: sent again, it changes nothing more; null for none.</param>
    /// <param name="change">Makes the new cart; the same object for no change. May run several times.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <param name="read">The cart as it was read already, which saves the first try its read.</param>
    /// <returns>The cart.</returns>
    public async Task<ShoppingCart> UpdateAsync(
        CartOwner owner,
        RequestKey? request,
        Func<ShoppingCart, ShoppingCart> change,
        CancellationToken cancellationToken,
        Document<ShoppingCart>? read = null)
    {
        ShoppingCart? cart = null;
        var receipt = await _requests.ExecuteAsync(
            request,
            async token =>
            {
                var document = read ?? await ReadAsync(owner, token);
                read = null;
                var old = document.Value ?? New();
                cart = change(old);
                return ReferenceEquals(cart, old) ? null : new Mutation<Receipt>(new Receipt(cart.Version), [_carts.Put(document, cart, owner.Lifetime)]);
            },
            cancellationToken);
        return cart is not null && (receipt is null || receipt.Version == cart.Version) ? cart : await GetAsync(owner, cancellationToken);
    }

    /// <summary>Moves what is in one cart into another and ends the former: both at once.</summary>
    /// <returns>The cart that has both.</returns>
    public Task<ShoppingCart> MergeAsync(CartOwner from, CartOwner to, CancellationToken cancellationToken) =>
        Optimistic.RetryAsync(
            async token =>
            {
                var (source, target) = (_carts.GetAsync(from.Id, token), _carts.GetAsync(to.Id, token));
                var old = (await target).Value ?? New();
                if ((await source).Value is not { } former)
                {
                    return old;
                }

                var merged = old.Merge(former);
                StateTransactionRequest[] writes = [_carts.Put(await target, merged, to.Lifetime), _carts.Delete(await source)];
                return await dapr.TryCommitAsync(State, writes, token) ? merged : null;
            },
            cancellationToken);

    private ShoppingCart New() => new() { CreateTime = clock.GetUtcNow() };

    /// <summary>Says what a request made.</summary>
    internal sealed record Receipt(string Version);
}
