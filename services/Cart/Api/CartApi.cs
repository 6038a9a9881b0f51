using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Platform.Cart.Domain;
using Platform.Cart.Storage;
using Platform.Cart.Upstream;
using Platform.Cart.V1;
using Platform.Hosting.Access;
using Platform.Hosting.Failures;
using Platform.State.Idempotency;
using CartMessage = Platform.Cart.V1.Cart;

namespace Platform.Cart.Api;

/// <summary>The API of carts.</summary>
internal sealed class CartApi(CartStore carts, CartPromotions promotions, QuoteClient quotes, CartView view, TimeProvider clock) : CartService.CartServiceBase
{
    private const int MaxRequestIdLength = 128;

    public override async Task<CartMessage> GetCart(GetCartRequest request, ServerCallContext context)
    {
        var owner = OwnerOf(context, request.CartToken);
        return await view.ShowAsync(await carts.GetAsync(owner, context.CancellationToken), owner, known: null, context.CancellationToken);
    }

    public override async Task<CartMessage> AddCartItem(AddCartItemRequest request, ServerCallContext context)
    {
        new FieldValidator()
            .RequireSku(request.Sku)
            .RequireQuantity(request.Quantity, least: 1)
            .Require(request.RequestId.Length <= MaxRequestIdLength, "request_id", $"must have at most {MaxRequestIdLength} characters")
            .ThrowIfInvalid();
        var (owner, cancellationToken) = (OwnerOf(context, request.CartToken), context.CancellationToken);
        var read = await carts.ReadAsync(owner, cancellationToken);
        var now = await quotes.GetRecentAsync((read.Value?.Items ?? []).Select(item => item.Sku).Append(request.Sku), cancellationToken);
        if (now.GetValueOrDefault(request.Sku) is not { IsPurchasable: true } quote)
        {
            throw new NotFoundException("SKU_NOT_FOUND", "This is not sold.") { Facts = { ["sku"] = request.Sku } };
        }

        var item = new CartItem(ItemList.Cart, request.Sku, request.Quantity, quote.Title, quote.UnitPrice, clock.GetUtcNow());
        var key = RequestKey.Of(owner.Id, request.RequestId, request.ToByteArray());
        var cart = await carts.UpdateAsync(owner, key, old => old.Add(item), cancellationToken, read);
        return await view.ShowAsync(cart, owner, now, cancellationToken);
    }

    public override Task<CartMessage> UpdateCartItem(UpdateCartItemRequest request, ServerCallContext context)
    {
        new FieldValidator().RequireSku(request.Sku).RequireQuantity(request.Quantity, least: 0).ThrowIfInvalid();
        return ChangeAsync(request.CartToken, cart => cart.SetQuantity(request.Sku, request.Quantity), context);
    }

    public override Task<CartMessage> RemoveCartItem(RemoveCartItemRequest request, ServerCallContext context)
    {
        new FieldValidator().RequireSku(request.Sku).ThrowIfInvalid();
        var list = CartRequests.ListOf(request.List, "list");
        return ChangeAsync(request.CartToken, cart => cart.Remove(list, request.Sku), context);
    }

    public override Task<CartMessage> MoveCartItem(MoveCartItemRequest request, ServerCallContext context)
    {
        new FieldValidator().RequireSku(request.Sku).Require(request.To != List.Unspecified, "to", "must be set").ThrowIfInvalid();
        var (from, to) = (CartRequests.ListOf(request.From, "from"), CartRequests.ListOf(request.To, "to"));
        return ChangeAsync(request.CartToken, cart => cart.Move(request.Sku, from, to), context);
    }

    public override async Task<CartMessage> SetPromoCode(SetPromoCodeRequest request, ServerCallContext context)
    {
        var (owner, code) = (OwnerOf(context, request.CartToken), request.PromoCode.Trim().ToUpperInvariant());
        if (code.Length > 0)
        {
            await promotions.RequireAsync(code, await carts.GetAsync(owner, context.CancellationToken), context.CancellationToken);
        }

        var cart = await carts.UpdateAsync(owner, request: null, old => old.WithPromoCode(code), context.CancellationToken);
        return await view.ShowAsync(cart, owner, known: null, context.CancellationToken);
    }

    public override async Task<CartMessage> AcceptPrices(AcceptPricesRequest request, ServerCallContext context)
    {
        var owner = OwnerOf(context, request.CartToken);
        var before = await carts.GetAsync(owner, context.CancellationToken);
        var now = await quotes.GetAsync(before.Items.Select(item => item.Sku), context.CancellationToken);
        var cart = await carts.UpdateAsync(
            owner,
            request: null,
            old => request.Etag.Length == 0 || request.Etag == old.Version
                ? old.AcceptPrices(now)
                : throw new AbortedException("ETAG_MISMATCH", "The cart has changed since it was read."),
            context.CancellationToken);
        return await view.ShowAsync(cart, owner, now, context.CancellationToken);
    }

    public override async Task<CartMessage> MergeCart(MergeCartRequest request, ServerCallContext context)
    {
        var owner = CartOwner.OfUser(context.Principal().UserId);
        var cart = await carts.MergeAsync(CartRequests.OwnerOf(request.CartToken), owner, context.CancellationToken);
        return await view.ShowAsync(cart, owner, known: null, context.CancellationToken);
    }

    public override async Task<CheckoutCart> GetCheckoutCart(GetCheckoutCartRequest request, ServerCallContext context)
    {
        var cart = await carts.GetAsync(UserOf(request.User), context.CancellationToken);
        var code = request.PromoCode.Length > 0 ? request.PromoCode.Trim().ToUpperInvariant() : cart.PromoCode;
        var promotion = await promotions.FindAsync(code, cart, context.CancellationToken);
        return new CheckoutCart
        {
            Version = cart.Version,
            Items = { cart.In(ItemList.Cart).Select(ToCheckout) },
            Promotion = promotion is null ? null : PromotionMapper.ToProto(promotion),
        };
    }

    public override async Task<Empty> ClearCart(ClearCartRequest request, ServerCallContext context)
    {
        new FieldValidator()
            .Require(request.Version.Length > 0, "version", "must be set")
            .Require(request.Items.Count is >= 1 and <= ShoppingCart.MaxItems, "items", $"must be 1 to {ShoppingCart.MaxItems}")
            .Require(request.Items.DistinctBy(item => item.Sku).Count() == request.Items.Count, "items", "must have different SKUs")
            .Require(request.Items.All(item => item.Quantity is >= 1 and <= ShoppingCart.MaxQuantity), "items", "must have quantities of 1 to 1,000")
            .ThrowIfInvalid();
        var bought = request.Items.ToDictionary(item => item.Sku, item => item.Quantity);
        await carts.UpdateAsync(UserOf(request.User), request: null, cart => cart.Clear(request.Version, bought), context.CancellationToken);
        return new Empty();
    }

    private static CartOwner OwnerOf(ServerCallContext context, string token) => CartRequests.OwnerOf(context.Principal(), token);

    private static CartOwner UserOf(string user)
    {
        new FieldValidator().Require(user.Length > 0, "user", "must be set").ThrowIfInvalid();
        return CartOwner.OfUser(user);
    }

    private static CheckoutCart.Types.Item ToCheckout(CartItem item) =>
        new() { Sku = item.Sku, Quantity = item.Quantity, SeenUnitPrice = item.SeenUnitPrice.ToProto() };

    private async Task<CartMessage> ChangeAsync(string token, Func<ShoppingCart, ShoppingCart> change, ServerCallContext context)
    {
        var owner = OwnerOf(context, token);
        var cart = await carts.UpdateAsync(owner, request: null, change, context.CancellationToken);
        return await view.ShowAsync(cart, owner, known: null, context.CancellationToken);
    }
}
