using Google.Type;
using Grpc.Core;
using Grpc.Health.V1;
using Grpc.Net.Client;
using Platform.Checker.Commerce;
using Platform.Commerce.Tests;
using Platform.Inventory.V1;
using Platform.Payments.V1;
using Platform.Testing;
using OrderState = Platform.Orders.V1.Order.Types.State;

namespace Platform.EndToEnd;

/// <summary>
/// <c>kill -9</c> of a service or of localdapr as soon as a checkout has come so far: it ends confirmed with everything done once, or failed with
/// everything undone, and the books agree.
/// </summary>
[Collection(nameof(PlatformTests))]
public sealed class CheckoutKillTests : IDisposable
{
    private const int CheckoutsPerKill = 4;
    private static readonly string[] Victims = ["Orders.dll", "Inventory.dll", "Payments.dll", "Cart.dll", "localdapr"];
    private static readonly Dictionary<string, int> Ports = new() { ["catalog"] = 5105, ["cart"] = 5106, ["inventory"] = 5107, ["payments"] = 5108, ["orders"] = 5109 };

    private readonly Dictionary<string, GrpcChannel> _channels = Ports.ToDictionary(each => each.Key, each => GrpcChannel.ForAddress($"http://127.0.0.1:{each.Value}"));
    private readonly PlatformFixture _platform;
    private readonly Shop _shop;

    public CheckoutKillTests(PlatformFixture platform)
    {
        _platform = platform;
        _shop = new Shop(app => _channels[app]);
    }

    [Theory]
    [InlineData(Stage.Started, "Orders.dll")]
    [InlineData(Stage.Reserved, "Inventory.dll")]
    [InlineData(Stage.Authorized, "localdapr")]
    [InlineData(Stage.Committed, "Payments.dll")]
    [InlineData(Stage.Captured, "Cart.dll")]
    public Task Kill_AsSoonAsACheckoutHasComeSoFar_DoesAllOnceOrUndoesAll(Stage stage, string victim) => CheckAsync(stage, victim);

    [Fact]
    public async Task Kill_OfEachAtEveryStage_Long_DoesAllOnceOrUndoesAll()
    {
        Assert.SkipUnless(Environment.GetEnvironmentVariable("PLATFORM_LONG_TESTS") == "1", "a long test: ./platform test --long");
        foreach (var stage in Enum.GetValues<Stage>())
        {
            foreach (var victim in Victims)
            {
                await CheckAsync(stage, victim);
            }
        }
    }

    public void Dispose()
    {
        foreach (var channel in _channels.Values)
        {
            channel.Dispose();
        }
    }

    private async Task CheckAsync(Stage stage, string victim)
    {
        var name = $"{stage}-{victim.Split('.')[0]}-{Guid.NewGuid():N}"[..28].TrimEnd('-').ToLowerInvariant();
        await _shop.SellAsync(name, new Money { CurrencyCode = "USD", Units = 10 }, 1000);
        var buyers = Enumerable.Range(0, CheckoutsPerKill).Select(i => $"{name}-{i}").ToList();
        await Task.WhenAll(buyers.Select(buyer => _shop.AddAsync(buyer, name, 1)));

        var orders = await Task.WhenAll(buyers.Select(async buyer => (await _shop.CheckoutAsync(buyer)).Name));
        await AwaitAsync(stage, orders[0]["orders/".Length..]);
        await KillAsync(victim);

        var ended = await Task.WhenAll(buyers.Zip(orders, (buyer, order) => _shop.AwaitEndAsync(buyer, order)));
        ended.ShouldAllBe(order => order.State == OrderState.Confirmed || order.Failure.Reason == "UNAVAILABLE");
        (await new OrderChecker(_shop.Books).CheckAsync(buyers, [name])).ShouldBeEmpty();
    }

    private async Task KillAsync(string victim)
    {
        if (victim == "localdapr")
        {
            await _platform.Platform.KillAsync();
            await _platform.StartAsync();
        }
        else
        {
            ServiceProcess.Find(_platform.Platform.Id, victim).Kill();
        }

        await Task.WhenAll(_channels.Values.Select(channel => Eventually.AssertAsync(async () =>
            (await new Health.HealthClient(channel).CheckAsync(new HealthCheckRequest())).Status.ShouldBe(HealthCheckResponse.Types.ServingStatus.Serving))));
    }

    /// <summary>Waits until an order has come so far, or is past it.</summary>
    private Task AwaitAsync(Stage stage, string id) => stage == Stage.Started ? Task.CompletedTask : Eventually.AssertAsync(async () =>
        (await StageOfAsync(id) >= stage).ShouldBeTrue());

    private async Task<Stage> StageOfAsync(string id)
    {
        try
        {
            var reservation = await _shop.Inventory.GetReservationAsync(new GetReservationRequest { ReservationId = id }, Callers.Service);
            if (reservation.State is not (Reservation.Types.State.Held or Reservation.Types.State.Committed))
            {
                return Stage.Started;
            }

            var payment = await _shop.Payments.GetPaymentAsync(new GetPaymentRequest { Name = "payments/" + id }, Callers.Service);
            return payment.State == Payment.Types.State.Captured ? Stage.Captured
                : reservation.State == Reservation.Types.State.Committed ? Stage.Committed
                : payment.State == Payment.Types.State.Authorized ? Stage.Authorized
                : Stage.Reserved;
        }
        catch (RpcException unknown) when (unknown.StatusCode == StatusCode.NotFound)
        {
            return Stage.Started;
        }
    }

    /// <summary>How far a checkout has come.</summary>
    public enum Stage
    {
        /// <summary>The order was made.</summary>
        Started,

        /// <summary>Stock is set aside.</summary>
        Reserved,

        /// <summary>Money is set aside.</summary>
        Authorized,

        /// <summary>Stock is taken.</summary>
        Committed,

        /// <summary>Money is taken.</summary>
        Captured,
    }
}
