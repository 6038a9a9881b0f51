using Platform.Cart.Domain;
using Platform.Cart.Storage;
using Platform.Cart.V1;
using Platform.Hosting.Access;
using Platform.Hosting.Failures;

namespace Platform.Cart.Api;

/// <summary>What requests say.</summary>
internal static class CartRequests
{
    private const int MaxSkuLength = 64;

    /// <summary>Whose cart a request is about: that of its token, else the user's, else a new one.</summary>
    /// <exception cref="InvalidArgumentException">The token is none.</exception>
    public static CartOwner OwnerOf(Principal caller, string token) =>
        token.Length > 0 ? OwnerOf(token)
        : caller.Kind == PrincipalKind.User ? CartOwner.OfUser(caller.UserId)
        : CartOwner.New();

    /// <summary>The cart of a token.</summary>
    /// <exception cref="InvalidArgumentException">The token is none.</exception>
    public static CartOwner OwnerOf(string token) =>
        CartOwner.IsToken(token) ? CartOwner.OfToken(token) : throw new InvalidArgumentException("cart_token", "must be the cart_token of a cart");

    /// <summary>The list that a request names, the cart where it names none.</summary>
    /// <exception cref="InvalidArgumentException">There is no such list.</exception>
    public static ItemList ListOf(List list, string field) => list switch
    {
        List.Unspecified or List.Cart => ItemList.Cart,
        List.Saved => ItemList.Saved,
        List.Wished => ItemList.Wished,
        _ => throw new InvalidArgumentException(field, "must be LIST_CART, LIST_SAVED or LIST_WISHED"),
    };

    /// <summary>Checks what every request about an item has.</summary>
    public static FieldValidator RequireSku(this FieldValidator validator, string sku) =>
        validator.Require(sku.Length is >= 1 and <= MaxSkuLength, "sku", $"must have 1 to {MaxSkuLength} characters");

    /// <summary>Checks a quantity.</summary>
    public static FieldValidator RequireQuantity(this FieldValidator validator, int quantity, int least) =>
        validator.Require(quantity >= least && quantity <= ShoppingCart.MaxQuantity, "quantity", $"must be {least} to {ShoppingCart.MaxQuantity}");
}
