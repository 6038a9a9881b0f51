using Grpc.Core;
using Platform.Orders.V1;
using Platform.Testing;
using static Platform.Orders.Tests.Api.OrdersFixture;
using OrderState = Platform.Orders.V1.Order.Types.State;

namespace Platform.Orders.Tests.Api;

public sealed class CheckoutApiTests(OrdersFixture orders) : IClassFixture<OrdersFixture>
{
    [Fact]
    public async Task Checkout_SentAgain_IsOneOrder()
    {
        var request = Request(requestId: "r1");

        var answers = await Task.WhenAll(Enumerable.Range(0, 10).Select(async _ => await orders.Client.CheckoutOrderAsync(request, By("twice"))));

        answers.Select(answer => answer.Name).Distinct().Count().ShouldBe(1);
        await orders.AwaitAsync(answers[0].Name, "twice", OrderState.Confirmed);
        (await orders.Client.CheckoutOrderAsync(request, By("twice"))).ShouldSatisfyAllConditions(
            order => order.Name.ShouldBe(answers[0].Name), order => order.State.ShouldBe(OrderState.Confirmed));
        (await orders.Client.ListOrdersAsync(new ListOrdersRequest(), By("twice"))).Orders.Count.ShouldBe(1);
    }

    [Fact]
    public async Task Checkout_RequestIdOfAnotherRequest_Fails()
    {
        await orders.Client.CheckoutOrderAsync(Request(requestId: "r1"), By("reuser"));

        var reason = await orders.Client.CheckoutOrderAsync(Request("tok_other", "r1"), By("reuser")).ShouldFailAsync(StatusCode.InvalidArgument);

        reason.ShouldBe("REQUEST_ID_REUSED");
    }

    [Fact]
    public async Task Checkout_SameRequestIdOfTwoBuyers_IsTwoOrders()
    {
        var one = await orders.Client.CheckoutOrderAsync(Request(requestId: "same"), By("one"));
        var two = await orders.Client.CheckoutOrderAsync(Request(requestId: "same"), By("two"));

        two.Name.ShouldNotBe(one.Name);
    }

    [Fact]
    public async Task Checkout_BadFields_NamesThemAll()
    {
        var fields = await orders.Client.CheckoutOrderAsync(
            new CheckoutOrderRequest { PaymentToken = "4242 4242 4242 4242", ShippingAddress = new Google.Type.PostalAddress { RegionCode = "US" }, RequestId = new string('x', 129) },
            By("bad")).ShouldBeInvalidAsync();

        fields.ShouldBe(["payment_token", "shipping_address.administrative_area", "shipping_address.postal_code", "request_id"]);
    }

    [Fact]
    public async Task Checkout_NobodySignedIn_Fails() =>
        (await orders.Client.CheckoutOrderAsync(Request()).ShouldFailAsync(StatusCode.Unauthenticated)).ShouldBe("SIGN_IN_REQUIRED");

    [Fact]
    public async Task Quote_OfACart_IsWhatTheCheckoutCosts()
    {
        var quote = await orders.Client.QuoteOrderAsync(new QuoteOrderRequest { ShippingAddress = Request().ShippingAddress }, By("quoter"));

        (await orders.CheckoutAsync("quoter", OrderState.Confirmed)).Totals.ShouldBe(quote);
    }

    [Theory]
    [InlineData("XX", "", "UNSHIPPABLE")]
    [InlineData("DE", "NOCODE", "PROMOTION_ENDED")]
    public async Task Quote_OfWhatCannotBeBought_SaysWhy(string region, string code, string reason)
    {
        var request = new QuoteOrderRequest { ShippingAddress = new Google.Type.PostalAddress { RegionCode = region }, PromoCode = code };

        (await orders.Client.QuoteOrderAsync(request, By("quoter2")).ShouldFailAsync(StatusCode.FailedPrecondition)).ShouldBe(reason);
    }

    [Fact]
    public async Task Orders_OfSomebodyElse_AreNotFound()
    {
        var order = await orders.CheckoutAsync("owner", OrderState.Confirmed);
        var (client, thief) = (orders.Client, By("thief"));

        (await client.GetOrderAsync(new GetOrderRequest { Name = order.Name }, thief).ShouldFailAsync(StatusCode.NotFound)).ShouldBe("ORDER_NOT_FOUND");
        await client.CancelOrderAsync(new CancelOrderRequest { Name = order.Name }, thief).ShouldFailAsync(StatusCode.NotFound);
        await client.GetPackingSlipAsync(new GetPackingSlipRequest { Name = order.Name }, thief).ShouldFailAsync(StatusCode.NotFound);
        (await client.ShipOrderAsync(new ShipOrderRequest { Name = order.Name }, By("owner")).ShouldFailAsync(StatusCode.PermissionDenied)).ShouldBe("ROLE_REQUIRED");
        (await client.GetOrderAsync(new GetOrderRequest { Name = order.Name }, Staff)).Buyer.ShouldBe("owner");
    }

    [Fact]
    public async Task ListOrders_InPages_GivesEachOnceNewestFirst()
    {
        var names = new List<string>();
        for (var i = 0; i < 5; i++)
        {
            names.Add((await orders.Client.CheckoutOrderAsync(Request(), By("lister"))).Name);
        }

        var read = new List<string>();
        var token = "";
        do
        {
            var page = await orders.Client.ListOrdersAsync(new ListOrdersRequest { PageSize = 2, PageToken = token }, By("lister"));
            read.AddRange(page.Orders.Select(order => order.Name));
            token = page.NextPageToken;
        }
        while (token.Length > 0);

        read.ShouldBe(Enumerable.Reverse(names));
        await Eventually.AssertAsync(async () =>
            (await orders.Client.ListOrdersAsync(new ListOrdersRequest(), By("lister"))).Orders.ShouldAllBe(order => order.State != OrderState.Pending));
    }
}
