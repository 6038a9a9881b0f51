using System.Collections.Concurrent;
using Grpc.Core;
using Microsoft.Extensions.DependencyInjection;
using Platform.Messaging.Realtime;
using Platform.Orders.Ports;
using Platform.Orders.Tests.Fakes;
using Platform.Orders.V1;
using Platform.Testing;
using Order = Platform.Orders.V1.Order;

namespace Platform.Orders.Tests.Api;

/// <summary>Orders as it ships, with the other services in memory. Nothing in it may log an error.</summary>
public sealed class OrdersFixture : IAsyncLifetime
{
    private TestPlatform? _platform;

    internal FakeShop Shop { get; } = new();

    /// <summary>What clients were shown.</summary>
    public ConcurrentQueue<RealtimeEvent> Shown { get; } = new();

    public OrderService.OrderServiceClient Client => new(Platform["orders"].Channel);

    internal ServiceHost Host => Platform["orders"];

    private TestPlatform Platform => _platform ?? throw new InvalidOperationException("not started");

    public async ValueTask InitializeAsync() =>
        _platform = await TestPlatform.StartAsync(new ServiceSettings<Platform.Orders.Workflows.CheckoutSaga> { AppId = "orders", ConfigureServices = Replace });

    public async ValueTask DisposeAsync()
    {
        await Platform.DisposeAsync();
        Platform.Logs.ShouldHoldNoErrors();
    }

    public static Metadata By(string user, string roles = "") => new() { { "platform-user", user }, { "platform-roles", roles } };

    public static Metadata Staff => By("sam", "merchant");

    /// <summary>What a buyer in Texas asks for.</summary>
    public static CheckoutOrderRequest Request(string token = "tok_visa", string requestId = "") => new()
    {
        PaymentToken = token,
        RequestId = requestId,
        ShippingAddress = new Google.Type.PostalAddress { RegionCode = "US", AdministrativeArea = "TX", PostalCode = "73301", AddressLines = { "1 <Main> St" } },
    };

    /// <summary>Checks out and waits for the state that comes of it.</summary>
    public async Task<Order> CheckoutAsync(string buyer, Order.Types.State state, string token = "tok_visa")
    {
        var order = await Client.CheckoutOrderAsync(Request(token), By(buyer));
        return await AwaitAsync(order.Name, buyer, state);
    }

    public async Task<Order> AwaitAsync(string name, string buyer, Order.Types.State state)
    {
        Order? order = null;
        await Eventually.AssertAsync(
            async () => (order = await Client.GetOrderAsync(new GetOrderRequest { Name = name }, By(buyer))).State.ShouldBe(state, order?.Failure?.ToString()),
            TimeSpan.FromMinutes(1));
        return order!;
    }

    /// <summary>Publishes what payments publishes.</summary>
    public Task TellPaymentChangedAsync(string order) =>
        Host.Dapr.PublishEventAsync("pubsub", "payments-payment-changed", new { eventId = Guid.NewGuid().ToString(), order });

    private void Replace(IServiceCollection services)
    {
        services.AddSingleton<IRealtimePublisher>(new FakeRealtime(Shown));
        services.AddSingleton<ICarts>(Shop);
        services.AddSingleton<ICatalog>(Shop);
        services.AddSingleton<IStock>(Shop);
        services.AddSingleton<IPayments>(Shop);
    }
}
