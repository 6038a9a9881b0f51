using Dapr.Actors;
using Dapr.Actors.Client;
using Platform.Hosting.Failures;

namespace Platform.Drivers.Actors;

/// <summary>Calls actors.</summary>
internal sealed class ActorCalls(IActorProxyFactory proxies, ILogger<ActorCalls> logger)
{
    /// <summary>Calls a driver.</summary>
    /// <exception cref="UnavailableException">DRIVERS_UNAVAILABLE: it cannot be reached, or broke off. Whether it did something is not known.</exception>
    public Task<T> DriverAsync<T>(string driver, Func<IDriverActor, Task<T>> call) =>
        CallAsync(() => call(proxies.CreateActorProxy<IDriverActor>(new ActorId(driver), DriverActor.Type)));

    /// <summary>Calls a region.</summary>
    /// <exception cref="UnavailableException">DRIVERS_UNAVAILABLE: it cannot be reached, or broke off.</exception>
    public Task<T> RegionAsync<T>(string region, Func<IRegionActor, Task<T>> call) =>
        CallAsync(() => call(proxies.CreateActorProxy<IRegionActor>(new ActorId(region), RegionActor.Type)));

    private Task<T> CallAsync<T>(Func<Task<T>> call) =>
        Dependency.CallAsync(call, () => new UnavailableException("DRIVERS_UNAVAILABLE", "Drivers cannot be reached; try again."), logger);
}
