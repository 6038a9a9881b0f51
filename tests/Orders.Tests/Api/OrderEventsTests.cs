using Platform.Orders.V1;
using Platform.Realtime.V1;
using Platform.Testing;
using static Platform.Orders.Tests.Api.OrdersFixture;
using OrderState = Platform.Orders.V1.Order.Types.State;

namespace Platform.Orders.Tests.Api;

/// <summary>What others hear of orders.</summary>
public sealed class OrderEventsTests(OrdersFixture orders) : IClassFixture<OrdersFixture>
{
    [Fact]
    public async Task Order_ThatIsConfirmed_IsShownAndPublished()
    {
        using var subscription = new OrderSubscription(orders.Host);
        await subscription.StartAsync();

        var order = await orders.CheckoutAsync("watched", OrderState.Confirmed);

        await Eventually.AssertAsync(() => orders.Shown.ShouldContain(shown => shown.Channel == order.Name && ((Order)shown.Data).State == OrderState.Confirmed));
        var published = await subscription.NextAsync(order.Name);
        (published.State, published.Buyer, published.Parts.Sum(part => part.Quantity)).ShouldBe((OrderState.Confirmed, "watched", 3));
    }

    [Theory]
    [InlineData("listener", "", "orders.read", true)]
    [InlineData("listener", "", "carts.read", false)]
    [InlineData("somebody", "", "orders.read", false)]
    [InlineData("somebody", "merchant", "orders.read", true)]
    public async Task Channel_OfAnOrder_IsForThoseWhoMayReadIt(string user, string roles, string scope, bool isAllowed)
    {
        var order = await orders.Client.CheckoutOrderAsync(Request(), By("listener"));
        var headers = By(user, roles);
        headers.Add("platform-scope", scope);

        var answer = await new ChannelService.ChannelServiceClient(orders.Host.Channel)
            .AuthorizeChannelAsync(new AuthorizeChannelRequest { Channel = order.Name }, headers);

        answer.Allowed.ShouldBe(isAllowed);
    }
}
