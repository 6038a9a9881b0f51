using Platform.Cart.Api;
using Platform.Cart.Storage;
using Platform.Cart.Upstream;
using Platform.Catalog.V1;
using Platform.Hosting;
using Platform.Inventory.V1;

namespace Platform.Cart;

internal static class CartServices
{
    /// <summary>Adds everything that the API needs.</summary>
    public static void AddCart(this WebApplicationBuilder builder)
    {
        var services = builder.Services;
        services.AddServiceClient("catalog", invoker => new ProductService.ProductServiceClient(invoker));
        services.AddServiceClient("inventory", invoker => new InventoryService.InventoryServiceClient(invoker));
        services.AddSingleton<StockClient>();
        services.AddSingleton<QuoteClient>();
        services.AddSingleton<CartStore>();
        services.AddSingleton<PromotionStore>();
        services.AddSingleton<CartPromotions>();
        services.AddSingleton<CartView>();
    }
}
