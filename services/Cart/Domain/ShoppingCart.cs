using System.Text.Json.Serialization;
using Platform.Hosting.Failures;

namespace Platform.Cart.Domain;

/// <summary>
/// A cart with its lists. Each list has a SKU at most once. Every change makes a new revision; what changes nothing is the same object.
/// </summary>
public sealed record ShoppingCart
{
    /// <summary>The most different items in a list.</summary>
    public const int MaxItems = 200;

    /// <summary>The most of one item.</summary>
    public const int MaxQuantity = 1000;

    // A checkout is cleared within minutes or hours; so many others do not come in between.
    private const int MaxClearedVersions = 50;

    /// <summary>The items of all lists, in the order in which they were put in.</summary>
    public IReadOnlyList<CartItem> Items { get; init; } = [];

    /// <summary>The promotion code; empty for none.</summary>
    public string PromoCode { get; init; } = "";

    /// <summary>When it was made.</summary>
    public required DateTimeOffset CreateTime { get; init; }

    /// <summary>How often it was changed.</summary>
    public long Revision { get; init; }

    /// <summary>The versions that were bought.</summary>
    public IReadOnlyList<string> ClearedVersions { get; init; } = [];

    /// <summary>Names this cart in this revision.</summary>
    [JsonIgnore]
    public string Version => $"{CreateTime.UtcTicks:x}-{Revision}";

    /// <summary>The items of a list.</summary>
    public IEnumerable<CartItem> In(ItemList list) => Items.Where(item => item.List == list);

    /// <summary>An item; null where it is not in the list.</summary>
    public CartItem? Find(ItemList list, string sku) => Items.FirstOrDefault(item => item.List == list && item.Sku == sku);

    /// <summary>Puts items in. Of what is in already there are more, and the price that was seen stays: a change of it is to be accepted.</summary>
    /// <exception cref="FailedPreconditionException">CART_FULL.</exception>
    public ShoppingCart Add(CartItem item)
    {
        if (Find(item.List, item.Sku) is { } old)
        {
            return old.Quantity + item.Quantity <= MaxQuantity
                ? Replace(old, old with { Quantity = old.Quantity + item.Quantity })
                : throw Full(item.Sku);
        }

        return In(item.List).Count() < MaxItems ? Changed(Items.Append(item)) : throw Full(item.Sku);
    }

    /// <summary>Makes an item of the cart so many; 0 takes it out.</summary>
    /// <exception cref="NotFoundException">It is not in the cart.</exception>
    public ShoppingCart SetQuantity(string sku, int quantity)
    {
        var old = Find(ItemList.Cart, sku) ?? throw NotIn(sku);
        return quantity == 0 ? Changed(Items.Where(item => item != old))
            : quantity == old.Quantity ? this
            : Replace(old, old with { Quantity = quantity });
    }

    /// <summary>Takes an item off a list.</summary>
    public ShoppingCart Remove(ItemList list, string sku) =>
        Find(list, sku) is { } old ? Changed(Items.Where(item => item != old)) : this;

    /// <summary>Moves an item to another list. Where it is there already the larger quantity stays.</summary>
    /// <exception cref="NotFoundException">It is not where it comes from.</exception>
    /// <exception cref="FailedPreconditionException">CART_FULL.</exception>
    public ShoppingCart Move(string sku, ItemList from, ItemList to)
    {
        var item = Find(from, sku) ?? throw NotIn(sku);
        return from == to ? this : Remove(from, sku).Take(item with { List = to });
    }

    /// <summary>Enters a promotion code; empty for none.</summary>
    public ShoppingCart WithPromoCode(string code) => code == PromoCode ? this : this with { PromoCode = code, Revision = Revision + 1 };

    /// <summary>Takes the prices of now as seen.</summary>
    public ShoppingCart AcceptPrices(IReadOnlyDictionary<string, Quote> quotes)
    {
        var items = Items.Select(item =>
            item.List == ItemList.Cart && quotes.TryGetValue(item.Sku, out var quote) && quote.IsPurchasable
                ? item with { SeenUnitPrice = quote.UnitPrice, Title = quote.Title }
                : item).ToList();
        return items.SequenceEqual(Items) ? this : Changed(items);
    }

    /// <summary>Adds another cart. Of an item in both the larger quantity stays; what finds no room any more is left out.</summary>
    public ShoppingCart Merge(ShoppingCart other)
    {
        var merged = this;
        foreach (var item in other.Items)
        {
            if (merged.Find(item.List, item.Sku) is not null || merged.In(item.List).Count() < MaxItems)
            {
                merged = merged.Take(item);
            }
        }

        return merged.WithPromoCode(PromoCode.Length > 0 ? PromoCode : other.PromoCode);
    }

    /// <summary>Takes out what was bought, and the promotion with it. Done again for the same version it changes nothing.</summary>
    /// <param name="version">What was bought.</param>
    /// <param name="bought">How many of each SKU.</param>
    public ShoppingCart Clear(string version, IReadOnlyDictionary<string, int> bought)
    {
        if (ClearedVersions.Contains(version))
        {
            return this;
        }

        var left = Items
            .Select(item => item.List == ItemList.Cart ? item with { Quantity = item.Quantity - bought.GetValueOrDefault(item.Sku) } : item)
            .Where(item => item.Quantity > 0);
        return Changed(left) with { PromoCode = "", ClearedVersions = [.. ClearedVersions.TakeLast(MaxClearedVersions - 1), version] };
    }

    private static FailedPreconditionException Full(string sku) =>
        new("CART_FULL", $"There is room for {MaxItems} different items, and {MaxQuantity} of each.") { Facts = { ["sku"] = sku } };

    private static NotFoundException NotIn(string sku) => new("ITEM_NOT_FOUND", "The item is not there.") { Facts = { ["sku"] = sku } };

    // Puts an item in; where it is in already the larger quantity stays.
    private ShoppingCart Take(CartItem item) =>
        Find(item.List, item.Sku) is not { } old ? Add(item)
        : old.Quantity >= item.Quantity ? this
        : Replace(old, old with { Quantity = item.Quantity });

    private ShoppingCart Replace(CartItem old, CartItem item) => Changed(Items.Select(each => each == old ? item : each));

    private ShoppingCart Changed(IEnumerable<CartItem> items) => this with { Items = [.. items], Revision = Revision + 1 };
}
