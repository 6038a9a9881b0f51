using Dapr.Workflow;
using Microsoft.Extensions.Options;
using Platform.Drivers.V1;
using Platform.Geography.Roads;
using Platform.Hosting;
using Platform.Messaging;
using Platform.Messaging.Realtime;
using Platform.Payments.V1;
using Platform.Rides.Api;
using Platform.Rides.Clients;
using Platform.Rides.Domain.Fares;
using Platform.Rides.Domain.Routing;
using Platform.Rides.Events;
using Platform.Rides.Files;
using Platform.Rides.Ports;
using Platform.Rides.Storage;
using Platform.Rides.Tracking;
using Platform.Rides.Workflows;
using Platform.Rides.Workflows.Steps;
using Platform.Shortener.V1;

namespace Platform.Rides;

internal static class RidesServices
{
    /// <summary>Adds everything that the API and the workflows need.</summary>
    public static void AddRides(this WebApplicationBuilder builder)
    {
        var services = builder.Services;
        services.AddOptions<RidesOptions>()
            .Configure<IConfiguration>(static (options, configuration) => options.PublicUrl = configuration["PUBLIC_URL"] ?? options.PublicUrl)
            .BindConfiguration(RidesOptions.Section)
            .ValidateOnStart();
        services.AddSingleton<IValidateOptions<RidesOptions>, RidesOptionsValidator>();
        services.AddServiceClient("drivers", invoker => new DriverService.DriverServiceClient(invoker));
        services.AddServiceClient("payments", invoker => new PaymentsService.PaymentsServiceClient(invoker));
        services.AddServiceClient("shortener", invoker => new ShortenerService.ShortenerServiceClient(invoker));
        services.AddSingleton<IDrivers, DriversClient>();
        services.AddSingleton<IPayments, PaymentsClient>();
        services.AddSingleton<ILinks, LinksClient>();
        services.AddDomain();
        services.AddStorage();
        services.AddSingleton<RideSagas>();
        services.AddSingleton<RideValidator>();
        services.AddSingleton<Estimator>();
        services.AddSingleton<RideBooking>();
        services.AddSingleton<Trips>();
        services.AddSingleton<RideSharing>();
        services.AddSingleton<RideAudit>();
        services.AddDaprWorkflow(Register);
    }

    private static void AddDomain(this IServiceCollection services)
    {
        services.AddSingleton(provider => TariffFile.Read(File.ReadAllText(LocalFile.PathOf(provider.GetRequiredService<IOptions<RidesOptions>>().Value.TariffFile))));
        services.AddSingleton(provider => new RouteEstimator(
            [.. provider.GetRequiredService<IOptions<RidesOptions>>().Value.Roads.Select(road => new RoadRouter(RoadFiles.Read(LocalFile.PathOf(road.Nodes), LocalFile.PathOf(road.Edges))))]));
        services.AddSingleton<SurgeMeter>();
    }

    private static void AddStorage(this IServiceCollection services)
    {
        services.AddRealtimePublisher();
        services.AddSingleton<EventPublisher>();
        services.AddSingleton<RideRealtime>();
        services.AddSingleton<EarningStore>();
        services.AddSingleton<IRideStore, RideStore>();
        services.AddSingleton<QuoteStore>();
        services.AddSingleton<SpeedStore>();
        services.AddHostedService(provider => provider.GetRequiredService<SpeedStore>());
        services.AddSingleton<WaysLeft>();
        services.AddSingleton<RideTracker>();
        services.AddSingleton<RideChangedHandler>();
        services.AddSingleton<OfferChangedHandler>();
        services.AddSingleton<DriversMovedHandler>();
        services.AddSingleton<RideDemand>();
    }

    private static void Register(WorkflowRuntimeOptions workflows)
    {
        workflows.RegisterWorkflow<MatchingSaga>();
        workflows.RegisterActivity<BeginMatching>();
        workflows.RegisterActivity<OfferRound>();
        workflows.RegisterActivity<CloseMatching>();
        workflows.RegisterActivity<WithdrawOffers>();
        workflows.RegisterActivity<ConfirmDriver>();
        workflows.RegisterActivity<ReleaseDropped>();

        workflows.RegisterWorkflow<SettlementSaga>();
        workflows.RegisterActivity<EndRide>();
        workflows.RegisterActivity<ChargeRide>();
        workflows.RegisterActivity<BookRide>();
    }
}
