using System.Text;
using Dapr.Client;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Platform.Geography;
using Platform.Messaging;
using Platform.Messaging.Realtime;
using Platform.Rides.Domain.Fares;
using Platform.Rides.Domain.Routing;
using Platform.Rides.V1;

namespace Platform.Rides.Events;

/// <summary>Tells every replica that somebody asked for a ride, so that each counts the demand that all of them hear.</summary>
internal sealed partial class RideDemand(DaprClient dapr, SurgeMeter surge, TimeProvider clock, ILogger<RideDemand> logger) : ITopicHandler<RideRequested>
{
    public const string Topic = "rides-ride-requested";

    /// <summary>Somebody asked for a ride. Where it cannot be told, this replica alone counts it.</summary>
    public async Task TellAsync(GeoPoint pickup, CancellationToken cancellationToken)
    {
        var (cell, now) = (Cells.Of(pickup), clock.GetUtcNow());
        try
        {
            var json = JsonFormatter.Default.Format(new RideRequested { Cell = cell, Time = Timestamp.FromDateTimeOffset(now) });
            await dapr.PublishByteEventAsync(RealtimePublisher.PubSubName, Topic, Encoding.UTF8.GetBytes(json), "application/json", cancellationToken: cancellationToken);
        }
        catch (Exception failure) when (failure is not OperationCanceledException)
        {
            LogFailed(failure.GetType().Name);
            surge.Demand(cell, now);
        }
    }

    public Task HandleAsync(RideRequested message, CancellationToken cancellationToken)
    {
        if (message.Time is not null)
        {
            surge.Demand(message.Cell, message.Time.ToDateTimeOffset());
        }

        return Task.CompletedTask;
    }

    [LoggerMessage(LogLevel.Warning, "Other replicas could not be told that somebody asked for a ride ({Failure}).")]
    private partial void LogFailed(string failure);
}
