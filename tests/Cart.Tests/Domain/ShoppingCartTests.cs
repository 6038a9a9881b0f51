using FsCheck;
using FsCheck.Fluent;
using Platform.Cart.Domain;
using Platform.Hosting.Failures;
using Platform.Monetary;

namespace Platform.Cart.Tests.Domain;

public sealed class ShoppingCartTests
{
    private static readonly DateTimeOffset Now = DateTimeOffset.UnixEpoch;

    private static readonly Gen<ShoppingCart> Cart =
        from quantities in Gen.Choose(1, 9).ListOf(6)
        from lists in Gen.Elements(Enum.GetValues<ItemList>()).ListOf(6)
        from skus in Gen.Elements("a", "b", "c", "d").ListOf(6)
        select quantities.Zip(lists, skus).Aggregate(Empty, (cart, each) => cart.Add(Item(each.Third, each.First, each.Second)));

    private static ShoppingCart Empty => new() { CreateTime = Now };

    [Fact]
    public void Merge_KeepsTheLargerQuantityOfEach() => Check((mine, theirs) =>
    {
        var merged = mine.Merge(theirs);

        Quantities(merged).ShouldBe(
            Quantities(mine).Concat(Quantities(theirs)).GroupBy(each => each.Key).ToDictionary(each => each.Key, each => each.Max(one => one.Value)),
            ignoreOrder: true);
        merged.Merge(theirs).ShouldBeSameAs(merged);
    });

    [Fact]
    public void Clear_TakesWhatWasBoughtAndNothingElse() => Check((bought, later) =>
    {
        var items = bought.In(ItemList.Cart).ToDictionary(item => item.Sku, item => item.Quantity);
        var grown = later.Items.Aggregate(bought, (cart, item) => cart.Add(item));

        var cleared = grown.Clear(bought.Version, items);

        Quantities(cleared).ShouldBe(Quantities(later).Concat(Quantities(bought).Where(each => each.Key.List != ItemList.Cart))
            .GroupBy(each => each.Key).ToDictionary(each => each.Key, each => each.Sum(one => one.Value)), ignoreOrder: true);
        cleared.Clear(bought.Version, items).ShouldBeSameAs(cleared);
    });

    [Fact]
    public void Revision_ChangesWithEveryChangeAndOnlyThen() => Check((cart, other) =>
    {
        cart.Remove(ItemList.Cart, "none").ShouldBeSameAs(cart);
        cart.WithPromoCode("").ShouldBeSameAs(cart);
        cart.AcceptPrices(new Dictionary<string, Quote>()).ShouldBeSameAs(cart);
        (cart.Merge(other).Version == cart.Version).ShouldBe(Quantities(cart.Merge(other)).SequenceEqual(Quantities(cart)));
        cart.WithPromoCode("CODE").Version.ShouldNotBe(cart.Version);
    });

    [Fact]
    public void Add_BeyondTheLimits_Fails()
    {
        var full = Enumerable.Range(0, ShoppingCart.MaxItems).Aggregate(Empty, (cart, i) => cart.Add(Item($"sku-{i}", 1000)));

        Should.Throw<FailedPreconditionException>(() => full.Add(Item("one-more", 1))).Reason.ShouldBe("CART_FULL");
        Should.Throw<FailedPreconditionException>(() => full.Add(Item("sku-1", 1))).Reason.ShouldBe("CART_FULL");
        full.Merge(Empty.Add(Item("one-more", 1))).Items.Count.ShouldBe(ShoppingCart.MaxItems);
        full.Add(Item("one-more", 1, ItemList.Wished)).In(ItemList.Wished).Count().ShouldBe(1);
    }

    [Theory]
    [InlineData(15, 0, 3.00)]
    [InlineData(100, 0, 19.99)]
    [InlineData(0, 5, 5)]
    [InlineData(0, 50, 19.99)]
    [InlineData(0, 0, 0)]
    public void Discount_IsOfWhatThePromotionCovers(int percent, double amount, double discount)
    {
        var cart = Empty.Add(Item("rake", 1)).Add(Item("cup", 3)).Add(Item("old", 2));
        var quotes = new Dictionary<string, Quote> { ["rake"] = Quoted(19.99m, "Garden/Tools"), ["cup"] = Quoted(4, "Gardens"), ["old"] = Quoted(9, "Garden") with { IsPurchasable = false } };
        var promotion = new CartPromotion
        {
            Code = "CODE",
            PercentOff = percent,
            AmountOff = amount > 0 ? new Money("USD", (decimal)amount) : null,
            FreeShipping = percent == 0 && amount == 0,
            Categories = ["Garden"],
            MinimumSubtotal = new Money("USD", 31.99m),
        };

        var priced = new PricedCart(cart, quotes);

        priced.Subtotal.ShouldBe(new Money("USD", 31.99m));
        priced.Discount(promotion).ShouldBe(new Money("USD", (decimal)discount));
        priced.Discount(promotion with { MinimumSubtotal = new Money("USD", 32) }).ShouldBeNull();
        priced.Discount(promotion with { Categories = ["Kitchen"] }).ShouldBeNull();
        new PricedCart(cart.Add(Item("euro", 1)), quotes.Append(KeyValuePair.Create("euro", Quoted(1, "", "EUR"))).ToDictionary()).Subtotal.ShouldBeNull();
    }

    private static void Check(Action<ShoppingCart, ShoppingCart> property) =>
        Prop.ForAll(Cart.ToArbitrary(), Cart.ToArbitrary(), property).Check(Config.QuickThrowOnFailure);

    private static CartItem Item(string sku, int quantity, ItemList list = ItemList.Cart) => new(list, sku, quantity, sku, new Money("USD", 1), Now);

    private static Quote Quoted(decimal price, string category, string currency = "USD") =>
        new("Thing", new Money(currency, price), IsPurchasable: true, [category], Available: null);

    private static IEnumerable<KeyValuePair<(ItemList List, string Sku), int>> Quantities(ShoppingCart cart) =>
        cart.Items.Select(item => KeyValuePair.Create((item.List, item.Sku), item.Quantity));
}
