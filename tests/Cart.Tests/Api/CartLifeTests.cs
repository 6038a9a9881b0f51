using Grpc.Core;
using Platform.Cart.V1;
using Platform.Testing.Services;
using Kind = Platform.Cart.V1.Cart.Types.Change.Types.Kind;

namespace Platform.Cart.Tests.Api;

public sealed class CartLifeTests(CartFixture shop) : IClassFixture<CartFixture>
{
    [Fact]
    public async Task Add_OfTheSameItem_AddsUp()
    {
        await shop.PriceAsync("mug", 4.50m);
        var user = shop.NewUser();

        await shop.AddAsync(user, "mug", 2);
        var cart = await shop.AddAsync(user, "mug", 3);

        var item = cart.Items.ShouldHaveSingleItem();
        (item.Sku, item.Quantity, item.Title, item.InStock).ShouldBe(("mug", 5, "Thing mug", true));
        cart.Subtotal.ShouldBe(CartFixture.Dollars(22.50m));
        cart.CartToken.ShouldBeEmpty();
        (await shop.Carts.GetCartAsync(new GetCartRequest(), user)).ShouldBe(cart);
    }

    [Fact]
    public async Task Add_SentTwiceWithOneRequestId_CountsOnce()
    {
        await shop.PriceAsync("twice", 1);
        var user = shop.NewUser();

        await shop.AddAsync(user, "twice", 2, requestId: "r");
        var cart = await shop.AddAsync(user, "twice", 2, requestId: "r");

        cart.Items.Single().Quantity.ShouldBe(2);
        (await shop.AddAsync(user, "twice", 2, requestId: "s")).Items.Single().Quantity.ShouldBe(4);
    }

    [Fact]
    public async Task Add_ByManyAtOnce_LosesNothing()
    {
        await shop.PriceAsync("rush", 1);
        var user = shop.NewUser();

        await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => shop.AddAsync(user, "rush")));

        (await shop.Carts.GetCartAsync(new GetCartRequest(), user)).Items.Single().Quantity.ShouldBe(20);
    }

    [Fact]
    public async Task Add_OfWhatIsNotSold_Fails()
    {
        await shop.PriceAsync("hidden", 1);
        await shop.HideAsync("hidden");

        (await Add("hidden").ShouldFailAsync(StatusCode.NotFound)).ShouldBe("SKU_NOT_FOUND");
        (await Add("no such thing!").ShouldFailAsync(StatusCode.NotFound)).ShouldBe("SKU_NOT_FOUND");
        (await Add("", 0).ShouldBeInvalidAsync()).ShouldBe(["sku", "quantity"]);

        AsyncUnaryCall<V1.Cart> Add(string sku, int quantity = 1) =>
            shop.Carts.AddCartItemAsync(new AddCartItemRequest { Sku = sku, Quantity = quantity }, shop.NewUser());
    }

    [Fact]
    public async Task Add_AfterAPriceChanged_TellsItASecondLaterAtMost()
    {
        await shop.PriceAsync("moment", 10);
        var user = shop.NewUser();
        await shop.AddAsync(user, "moment");
        await shop.PriceAsync("moment", 12);

        (await shop.Carts.GetCartAsync(new GetCartRequest(), user)).Changes.ShouldHaveSingleItem().Kind.ShouldBe(Kind.PriceChanged);
        shop.Clock.Advance(TimeSpan.FromSeconds(1));
        var cart = await shop.AddAsync(user, "moment");

        cart.Items[0].UnitPrice.ShouldBe(CartFixture.Dollars(12));
        cart.Changes.ShouldHaveSingleItem().Kind.ShouldBe(Kind.PriceChanged);
    }

    [Fact]
    public async Task Recheck_OfWhatHasChanged_TellsTheDifference()
    {
        await shop.PriceAsync("dearer", 10);
        await shop.PriceAsync("scarce", 5);
        await shop.PriceAsync("ended", 3);
        var user = shop.NewUser();
        await shop.AddAsync(user, "dearer", 2);
        await shop.AddAsync(user, "scarce", 3);
        (await shop.AddAsync(user, "ended")).Changes.ShouldBeEmpty();

        await shop.PriceAsync("dearer", 12);
        shop.Stock("scarce", 2);
        await shop.HideAsync("ended");

        var cart = await shop.Carts.GetCartAsync(new GetCartRequest(), user);
        cart.Changes.Select(change => (change.Sku, change.Kind)).ShouldBe([("dearer", Kind.PriceChanged), ("scarce", Kind.OutOfStock), ("ended", Kind.NotSold)]);
        (cart.Changes[0].OldUnitPrice, cart.Changes[0].NewUnitPrice).ShouldBe((CartFixture.Dollars(10), CartFixture.Dollars(12)));
        cart.Items[2].UnitPrice.ShouldBeNull();
        cart.Items[2].Title.ShouldBe("Thing ended");
        cart.Subtotal.ShouldBe(CartFixture.Dollars(39));
        var accepted = await shop.Carts.AcceptPricesAsync(new AcceptPricesRequest { Etag = cart.Etag }, user);
        accepted.Changes.Select(change => change.Sku).ShouldBe(["scarce", "ended"]);
        (await shop.Carts.AcceptPricesAsync(new AcceptPricesRequest { Etag = cart.Etag }, user).ShouldFailAsync(StatusCode.Aborted)).ShouldBe("ETAG_MISMATCH");
    }

    [Fact]
    public async Task Items_MoveBetweenTheLists()
    {
        await shop.PriceAsync("move", 1);
        var user = shop.NewUser();
        await shop.AddAsync(user, "move", 2);

        var saved = await shop.Carts.MoveCartItemAsync(new MoveCartItemRequest { Sku = "move", To = List.Saved }, user);
        var wished = await shop.Carts.MoveCartItemAsync(new MoveCartItemRequest { Sku = "move", From = List.Saved, To = List.Wished }, user);
        var gone = await shop.Carts.RemoveCartItemAsync(new RemoveCartItemRequest { Sku = "move", List = List.Wished }, user);

        (saved.Items.Count, saved.SavedItems.Single().Quantity).ShouldBe((0, 2));
        (wished.SavedItems.Count, wished.WishedItems.Single().Sku).ShouldBe((0, "move"));
        gone.WishedItems.ShouldBeEmpty();
        gone.Subtotal.ShouldBeNull();
        await shop.Carts.MoveCartItemAsync(new MoveCartItemRequest { Sku = "move", To = List.Saved }, user).ShouldFailAsync(StatusCode.NotFound);
    }

    [Fact]
    public async Task Update_OfTheQuantity_SetsItAndTakesItOutAtZero()
    {
        await shop.PriceAsync("count", 1);
        var user = shop.NewUser();
        await shop.AddAsync(user, "count", 2);

        (await shop.Carts.UpdateCartItemAsync(new UpdateCartItemRequest { Sku = "count", Quantity = 7 }, user)).Items.Single().Quantity.ShouldBe(7);
        (await shop.Carts.UpdateCartItemAsync(new UpdateCartItemRequest { Sku = "count" }, user)).Items.ShouldBeEmpty();
        await shop.Carts.UpdateCartItemAsync(new UpdateCartItemRequest { Sku = "count", Quantity = 1 }, user).ShouldFailAsync(StatusCode.NotFound);
    }

    [Fact]
    public async Task Cart_ThatNobodyChanges_IsForgotten()
    {
        await shop.PriceAsync("old", 1);
        var user = shop.NewUser();
        await shop.AddAsync(user, "old");

        shop.Clock.Advance(TimeSpan.FromDays(91));

        (await shop.Carts.GetCartAsync(new GetCartRequest(), user)).Items.ShouldBeEmpty();
    }
}
