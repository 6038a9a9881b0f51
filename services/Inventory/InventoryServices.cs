using Microsoft.Extensions.Options;
using Platform.Inventory.Actors;
using Platform.Inventory.Api;
using Platform.Inventory.Events;
using Platform.Inventory.Storage;
using Platform.Messaging;

namespace Platform.Inventory;

internal static class InventoryServices
{
    /// <summary>Adds everything that the API needs.</summary>
    public static void AddInventory(this WebApplicationBuilder builder)
    {
        var services = builder.Services;
        services.AddOptions<InventoryOptions>().BindConfiguration(InventoryOptions.Section).ValidateOnStart();
        services.AddSingleton<IValidateOptions<InventoryOptions>, InventoryOptionsValidator>();
        services.AddSingleton(provider => provider.GetRequiredService<IOptions<InventoryOptions>>().Value.ToMap());
        services.AddActors(actors =>
        {
            actors.UseJsonSerialization = true;
            actors.Actors.RegisterActor<SkuActor>(SkuActor.Type);
            actors.Actors.RegisterActor<ReservationActor>(ReservationActor.Type);
        });
        services.AddSingleton<InventoryActors>();
        services.AddSingleton<KnownSkus>();
        services.AddSingleton<InventoryValidator>();
        services.AddSingleton<EventPublisher>();
        services.AddSingleton<IStockEvents, StockEvents>();
    }
}
