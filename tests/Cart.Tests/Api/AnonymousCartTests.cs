using Grpc.Core;
using Platform.Cart.V1;
using Platform.Testing.Services;

namespace Platform.Cart.Tests.Api;

public sealed class AnonymousCartTests(CartFixture shop) : IClassFixture<CartFixture>
{
    private static readonly Metadata Nobody = [];

    [Fact]
    public async Task Cart_OfNobody_BelongsToItsToken()
    {
        await shop.PriceAsync("tea", 3);

        var first = await shop.AddAsync(Nobody, "tea");
        var second = await shop.AddAsync(Nobody, "tea");

        first.CartToken.Length.ShouldBe(43);
        second.CartToken.ShouldNotBe(first.CartToken);
        (await shop.AddAsync(Nobody, "tea", token: first.CartToken)).Items.Single().Quantity.ShouldBe(2);
        (await shop.Carts.GetCartAsync(new GetCartRequest { CartToken = second.CartToken }, Nobody)).Items.Single().Quantity.ShouldBe(1);
        (await shop.Carts.GetCartAsync(new GetCartRequest { CartToken = "guess" }, Nobody).ShouldBeInvalidAsync()).ShouldBe(["cart_token"]);
    }

    [Fact]
    public async Task Merge_AtSignIn_TakesTheLargerQuantitiesAndEndsTheFormerCart()
    {
        await shop.PriceAsync("both", 1);
        await shop.PriceAsync("mine", 1);
        await shop.PriceAsync("theirs", 1);
        var user = shop.NewUser();
        await shop.AddAsync(user, "mine", 1);
        await shop.AddAsync(user, "both", 2);
        var token = (await shop.AddAsync(Nobody, "both", 5)).CartToken;
        await shop.AddAsync(Nobody, "theirs", 3, token);

        var merged = await shop.Carts.MergeCartAsync(new MergeCartRequest { CartToken = token }, user);
        var again = await shop.Carts.MergeCartAsync(new MergeCartRequest { CartToken = token }, user);

        merged.Items.Select(item => (item.Sku, item.Quantity)).ShouldBe([("mine", 1), ("both", 5), ("theirs", 3)]);
        again.ShouldBe(merged);
        (await shop.Carts.GetCartAsync(new GetCartRequest { CartToken = token }, Nobody)).Items.ShouldBeEmpty();
        await shop.Carts.MergeCartAsync(new MergeCartRequest { CartToken = token }, Nobody).ShouldFailAsync(StatusCode.Unauthenticated);
    }

    [Fact]
    public async Task Cart_OfAUser_IsNotFoundByOthers()
    {
        await shop.PriceAsync("private", 1);
        await shop.AddAsync(shop.NewUser(), "private");

        (await shop.Carts.GetCartAsync(new GetCartRequest(), shop.NewUser())).Items.ShouldBeEmpty();
    }
}
