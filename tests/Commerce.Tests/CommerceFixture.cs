using Grpc.Core.Interceptors;
using Microsoft.Extensions.DependencyInjection;
using Platform.Cart.V1;
using Platform.Catalog.V1;
using Platform.Hosting;
using Platform.Inventory.V1;
using Platform.Payments.V1;
using Platform.Testing.Services;

// Each class has a whole shop of its own: one after the other, or they take each other's processor and time out.
[assembly: CollectionBehavior(DisableTestParallelization = true)]

namespace Platform.Commerce.Tests;

/// <summary>The five services of the shop as they ship. Nothing in them may log an error.</summary>
public sealed class CommerceFixture : IAsyncLifetime
{
    private TestPlatform? _platform;

    internal Shop Shop => new(app => Platform[app].Channel);

    /// <summary>What goes wrong between orders and the others.</summary>
    internal CallFaults Faults { get; } = new();

    private TestPlatform Platform => _platform ?? throw new InvalidOperationException("not started");

    public async ValueTask InitializeAsync() => _platform = await TestPlatform.StartAsync(
        new ServiceSettings<Platform.Catalog.Domain.CatalogProduct> { AppId = "catalog" },
        new ServiceSettings<Platform.Cart.Domain.CartPromotion> { AppId = "cart" },
        new ServiceSettings<Platform.Inventory.Domain.Stock.SkuStock> { AppId = "inventory" },
        new ServiceSettings<Platform.Payments.Domain.Payment> { AppId = "payments" },
        new ServiceSettings<Platform.Orders.Workflows.CheckoutSaga> { AppId = "orders", ConfigureServices = AddFaults });

    public async ValueTask DisposeAsync()
    {
        await Platform.DisposeAsync();
        Platform.Logs.ShouldHoldNoErrors();
    }

    private void AddFaults(IServiceCollection services)
    {
        services.AddServiceClient("cart", invoker => new CartService.CartServiceClient(invoker.Intercept(Faults)));
        services.AddServiceClient("catalog", invoker => new ProductService.ProductServiceClient(invoker.Intercept(Faults)));
        services.AddServiceClient("inventory", invoker => new InventoryService.InventoryServiceClient(invoker.Intercept(Faults)));
        services.AddServiceClient("payments", invoker => new PaymentsService.PaymentsServiceClient(invoker.Intercept(Faults)));
    }
}
