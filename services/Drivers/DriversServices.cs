using Microsoft.Extensions.Options;
using Platform.Blobs;
using Platform.Drivers.Actors;
using Platform.Drivers.Clients;
using Platform.Drivers.Events;
using Platform.Drivers.Storage;
using Platform.Hosting;
using Platform.Messaging;
using Platform.Messaging.Realtime;
using Platform.Rides.V1;

namespace Platform.Drivers;

internal static class DriversServices
{
    /// <summary>Adds everything that the API and the actors need.</summary>
    public static void AddDrivers(this WebApplicationBuilder builder)
    {
        var services = builder.Services;
        services.AddOptions<DriversOptions>().BindConfiguration(DriversOptions.Section).ValidateOnStart();
        services.AddSingleton<IValidateOptions<DriversOptions>, DriversOptionsValidator>();
        services.AddActors(actors =>
        {
            actors.UseJsonSerialization = true;
            actors.Actors.RegisterActor<DriverActor>(DriverActor.Type);
            actors.Actors.RegisterActor<RegionActor>(RegionActor.Type);
        });
        services.AddServiceClient("rides", invoker => new RideService.RideServiceClient(invoker));
        services.AddSingleton<IRides, RidesClient>();
        services.AddRealtimePublisher();
        services.AddSingleton<EventPublisher>();
        services.AddSingleton<IDriverEvents, DriverEvents>();
        services.AddSingleton(Moves);
        services.AddHostedService(provider => provider.GetRequiredService<BatchingPublisher<DriverMove>>());
        services.AddSingleton<ActorCalls>();
        services.AddSingleton<Actors.Regions>();
        services.AddBlobStore("drivers");
        services.AddSingleton<TrackStore>();
        services.AddSingleton<DriverRoster>();
        services.AddHostedService(provider => provider.GetRequiredService<DriverRoster>());
    }

    // Moves of many drivers are one event: a call for each would cost more than the reports do.
    private static BatchingPublisher<DriverMove> Moves(IServiceProvider provider)
    {
        var events = provider.GetRequiredService<IDriverEvents>();
        return new BatchingPublisher<DriverMove>(
            "moves",
            new BatchingOptions(),
            (_, moves, cancellationToken) => events.MovedAsync(moves, cancellationToken),
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<ILogger<BatchingPublisher<DriverMove>>>());
    }
}
