using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Platform.Cart.V1;
using Platform.Testing.Services;

namespace Platform.Cart.Tests.Api;

public sealed class CheckoutCartTests(CartFixture shop) : IClassFixture<CartFixture>
{
    private static readonly Metadata Staff = CallAssertions.By("staff", "merchant");

    [Fact]
    public async Task Clear_OfWhatWasBought_LeavesWhatCameLaterAndHappensOnce()
    {
        await shop.PriceAsync("bought", 2);
        await shop.PriceAsync("later", 2);
        var id = shop.NewUserId();
        var user = CallAssertions.By(id);
        await shop.AddAsync(user, "bought", 3);
        var checkout = await shop.Carts.GetCheckoutCartAsync(new GetCheckoutCartRequest { User = id });
        await shop.AddAsync(user, "bought", 1);
        await shop.AddAsync(user, "later", 1);
        var clear = new ClearCartRequest { User = id, Version = checkout.Version, Items = { checkout.Items } };

        await shop.Carts.ClearCartAsync(clear);
        await shop.Carts.ClearCartAsync(clear);

        checkout.Items.Select(item => (item.Sku, item.Quantity, item.SeenUnitPrice)).ShouldBe([("bought", 3, CartFixture.Dollars(2))]);
        (await shop.Carts.GetCartAsync(new GetCartRequest(), user)).Items.Select(item => (item.Sku, item.Quantity)).ShouldBe([("bought", 1), ("later", 1)]);
        clear.Items[0].Quantity = -5;
        (await shop.Carts.ClearCartAsync(clear).ShouldBeInvalidAsync()).ShouldBe(["items"]);
    }

    [Fact]
    public async Task PromoCode_ThatApplies_TakesOffItsPart()
    {
        await PromoteAsync("SAVE-15", new Promotion { PercentOff = 15, Categories = { "Garden" } });
        await shop.PriceAsync("rake", 19.99m, "Garden/Tools");
        await shop.PriceAsync("gardenia", 10, "Gardenias");
        var id = shop.NewUserId();
        var user = CallAssertions.By(id);
        await shop.AddAsync(user, "rake");
        await shop.AddAsync(user, "gardenia");

        var cart = await SetCode(user, "save-15");

        cart.PromoCode.ShouldBe("SAVE-15");
        cart.Subtotal.ShouldBe(CartFixture.Dollars(29.99m));
        // 15 % of 19.99 is 2.9985.
        cart.Discount.ShouldBe(CartFixture.Dollars(3.00m));
        (await shop.Carts.GetCheckoutCartAsync(new GetCheckoutCartRequest { User = id })).Promotion.PercentOff.ShouldBe(15);
        (await shop.Carts.GetCheckoutCartAsync(new GetCheckoutCartRequest { User = id, PromoCode = "NONE" })).Promotion.ShouldBeNull();
        (await SetCode(user, "")).Discount.ShouldBeNull();
    }

    [Fact]
    public async Task PromoCode_ThatDoesNotApply_IsRefused()
    {
        await PromoteAsync("MIN-50", new Promotion { AmountOff = CartFixture.Dollars(10), MinimumSubtotal = CartFixture.Dollars(50) });
        await PromoteAsync("OVER", new Promotion { FreeShipping = true, EndTime = Timestamp.FromDateTimeOffset(shop.Clock.GetUtcNow().AddHours(1)) });
        await shop.PriceAsync("cheap", 20);
        var user = shop.NewUser();
        await shop.AddAsync(user, "cheap", 2);

        (await SetCode(user, "UNKNOWN").ShouldFailAsync(StatusCode.NotFound)).ShouldBe("PROMO_CODE_NOT_FOUND");
        (await SetCode(user, "MIN-50").ShouldFailAsync(StatusCode.FailedPrecondition)).ShouldBe("PROMO_CODE_NOT_APPLICABLE");
        await shop.AddAsync(user, "cheap");
        (await SetCode(user, "MIN-50")).Discount.ShouldBe(CartFixture.Dollars(10));
        (await SetCode(user, "OVER")).Discount.ShouldBe(CartFixture.Dollars(0));
        shop.Clock.Advance(TimeSpan.FromHours(1));
        (await SetCode(user, "OVER").ShouldFailAsync(StatusCode.FailedPrecondition)).ShouldBe("PROMO_CODE_EXPIRED");
        (await shop.Carts.GetCartAsync(new GetCartRequest(), user)).PromoCode.ShouldBeEmpty();
    }

    [Fact]
    public async Task Promotions_AreListedInOrderAndEnd()
    {
        await PromoteAsync("ZZZ-2", new Promotion { PercentOff = 1 });
        await PromoteAsync("ZZZ-1", new Promotion { PercentOff = 1 });

        (await Create("ZZZ-1", new Promotion { PercentOff = 2 }).ShouldFailAsync(StatusCode.AlreadyExists)).ShouldBe("PROMOTION_EXISTS");
        (await Create("no", new Promotion { PercentOff = 101 }).ShouldBeInvalidAsync()).ShouldBe(["promotion_id", "promotion.benefit"]);
        await Create("ZZZ-3", new Promotion { PercentOff = 2 }, shop.NewUser()).ShouldFailAsync(StatusCode.PermissionDenied);
        await shop.Promotions.DeletePromotionAsync(new DeletePromotionRequest { Name = "promotions/ZZZ-2" }, Staff);
        var (names, token) = (new List<string>(), "");
        do
        {
            var page = await shop.Promotions.ListPromotionsAsync(new ListPromotionsRequest { PageSize = 1, PageToken = token }, Staff);
            names.AddRange(page.Promotions.Select(promotion => promotion.Name));
            token = page.NextPageToken;
        }
        while (token.Length > 0);

        names.ShouldBe(names.Order(StringComparer.Ordinal));
        names.ShouldContain("promotions/ZZZ-1");
        names.ShouldNotContain("promotions/ZZZ-2");
    }

    private AsyncUnaryCall<V1.Cart> SetCode(Metadata user, string code) => shop.Carts.SetPromoCodeAsync(new SetPromoCodeRequest { PromoCode = code }, user);

    private async Task PromoteAsync(string code, Promotion promotion) => await Create(code, promotion);

    private AsyncUnaryCall<Promotion> Create(string code, Promotion promotion, Metadata? by = null) =>
        shop.Promotions.CreatePromotionAsync(new CreatePromotionRequest { PromotionId = code, Promotion = promotion }, by ?? Staff);
}
