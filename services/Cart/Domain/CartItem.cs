using Platform.Monetary;

namespace Platform.Cart.Domain;

/// <summary>Where an item is.</summary>
public enum ItemList
{
    /// <summary>About to be bought.</summary>
    Cart,

    /// <summary>Put off.</summary>
    Saved,

    /// <summary>Wished for.</summary>
    Wished,
}

/// <summary>An item of a cart or its lists.</summary>
/// <param name="List">Where it is.</param>
/// <param name="Sku">What it is.</param>
/// <param name="Quantity">How many.</param>
/// <param name="Title">The product's title when it was put in, for when it is not sold any more.</param>
/// <param name="SeenUnitPrice">What one cost when it was put in, or when prices were accepted.</param>
/// <param name="AddTime">When it was put in.</param>
public sealed record CartItem(ItemList List, string Sku, int Quantity, string Title, Money SeenUnitPrice, DateTimeOffset AddTime);
