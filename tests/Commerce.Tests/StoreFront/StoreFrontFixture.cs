using Platform.Gateway;
using Platform.Identity;
using Platform.Testing.Services;

namespace Platform.Commerce.Tests.StoreFront;

/// <summary>The shop behind its public door: gateway, identity and the five services as they ship. Nothing in them may log an error.</summary>
public sealed class StoreFrontFixture : IAsyncLifetime
{
    private TestPlatform? _platform;

    internal Shop Shop => new(app => Platform[app].Channel);

    /// <summary>Somebody who has not signed in.</summary>
    internal Visitor Anonymous => new(Client, "", token: null);

    private TestPlatform Platform => _platform ?? throw new InvalidOperationException("not started");

    private HttpClient Client { get; } = new(new SocketsHttpHandler { MaxConnectionsPerServer = 200 });

    public async ValueTask InitializeAsync()
    {
        _platform = await TestPlatform.StartAsync(
            new ServiceSettings<IdentityOptions> { AppId = "identity" },
            new ServiceSettings<Platform.Catalog.Domain.CatalogProduct> { AppId = "catalog" },
            new ServiceSettings<Platform.Cart.Domain.CartPromotion> { AppId = "cart" },
            new ServiceSettings<Platform.Inventory.Domain.Stock.SkuStock> { AppId = "inventory" },
            new ServiceSettings<Platform.Payments.Domain.Payment> { AppId = "payments" },
            new ServiceSettings<Platform.Orders.Workflows.CheckoutSaga> { AppId = "orders" },
            new ServiceSettings<GatewayOptions>
            {
                AppId = "gateway",
                Configuration = new Dictionary<string, string?> { ["Gateway:PublicUrl"] = "http://localhost:0", ["Gateway:RateLimits:IsEnabled"] = "false" },
            });
        Client.BaseAddress = Platform["gateway"].OtherAddresses.Single();
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await Platform.DisposeAsync();
        Platform.Logs.ShouldHoldNoErrors();
    }

    /// <summary>Somebody who has signed in.</summary>
    internal async Task<Visitor> SignInAsync(string user, params string[] roles) => new(Client, user, await Platform.IssueTokenAsync(user, roles));
}
