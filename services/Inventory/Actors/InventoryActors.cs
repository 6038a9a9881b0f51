using Dapr.Actors;
using Dapr.Actors.Client;
using Platform.Hosting.Failures;

namespace Platform.Inventory.Actors;

/// <summary>Calls actors.</summary>
internal sealed class InventoryActors(IActorProxyFactory proxies, ILogger<InventoryActors> logger)
{
    /// <summary>Calls the owner of a SKU.</summary>
    /// <exception cref="UnavailableException">STOCK_UNAVAILABLE: it cannot be reached, or broke off. Whether it did something is not known.</exception>
    public Task<T> SkuAsync<T>(string sku, Func<ISkuActor, Task<T>> call) =>
        CallAsync(() => call(proxies.CreateActorProxy<ISkuActor>(new ActorId(sku), SkuActor.Type)));

    /// <summary>Calls the owner of a reservation.</summary>
    /// <exception cref="UnavailableException">STOCK_UNAVAILABLE: it cannot be reached, or broke off. Whether it did something is not known.</exception>
    public Task<T> ReservationAsync<T>(string id, Func<IReservationActor, Task<T>> call) =>
        CallAsync(() => call(proxies.CreateActorProxy<IReservationActor>(new ActorId(id), ReservationActor.Type)));

    private Task<T> CallAsync<T>(Func<Task<T>> call) =>
        Dependency.CallAsync(call, () => new UnavailableException("STOCK_UNAVAILABLE", "The stock cannot be reached; try again."), logger);
}
