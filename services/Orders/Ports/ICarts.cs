using Platform.Monetary;
using Platform.Orders.Domain;
using Platform.Orders.Domain.Pricing;

namespace Platform.Orders.Ports;

/// <summary>The carts. Here and in the other ports a <see cref="CheckoutRefusedException"/> is final; after any other exception it is tried again.</summary>
internal interface ICarts
{
    /// <summary>What a buyer wants to buy now.</summary>
    /// <param name="buyer">The user.</param>
    /// <param name="promoCode">The promotion to apply; empty for the cart's own.</param>
    /// <param name="cancellationToken">Cancels.</param>
    Task<ShoppingCart> GetAsync(string buyer, string promoCode, CancellationToken cancellationToken);

    /// <summary>Takes out what was bought. Twice is once.</summary>
    Task ClearAsync(string buyer, ShoppingCart cart, CancellationToken cancellationToken);
}

/// <summary>What a buyer wants to buy.</summary>
/// <param name="Version">Names it as it is now.</param>
/// <param name="Items">The items.</param>
/// <param name="Promotion">The promotion; null for none.</param>
internal sealed record ShoppingCart(string Version, IReadOnlyList<CartItem> Items, Promotion? Promotion);

/// <summary>An item of a cart.</summary>
/// <param name="Sku">What.</param>
/// <param name="Quantity">How many.</param>
/// <param name="SeenUnitPrice">What the buyer believes that one costs.</param>
internal sealed record CartItem(string Sku, int Quantity, Money SeenUnitPrice);
