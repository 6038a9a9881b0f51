using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Platform.Drivers.Api;
using Platform.Drivers.Domain.Regions;
using Platform.Drivers.V1;
using Platform.Messaging;
using Platform.Messaging.Realtime;
using Offer = Platform.Drivers.Domain.Offers.Offer;

namespace Platform.Drivers.Events;

/// <inheritdoc cref="IDriverEvents" />
internal sealed partial class DriverEvents(EventPublisher publisher, IRealtimePublisher realtime, ILogger<DriverEvents> logger) : IDriverEvents
{
    private const string OfferChangedTopic = "drivers-offer-changed";
    private const string MovedTopic = "drivers-driver-moved";
    private const string CountedTopic = "drivers-availability-changed";

    public Task OfferedAsync(string driver, Offer offer, CancellationToken cancellationToken) => ShowAsync(driver, "offer.created", offer, cancellationToken);

    public async Task<bool> EndedAsync(string driver, Offer offer, CancellationToken cancellationToken)
    {
        var isTold = await PublishAsync(
            OfferChangedTopic,
            new OfferChanged
            {
                EventId = $"offer-{offer.Id}-{offer.State}",
                Offer = ResourceNames.OfOffer(offer.Id),
                Ride = ResourceNames.OfRide(offer.Ride),
                Driver = ResourceNames.OfDriver(driver),
                State = OfferMapper.ToProto(offer.State),
                Time = offer.EndTime?.ToTimestamp(),
            },
            cancellationToken);
        await ShowAsync(driver, "offer.changed", offer, cancellationToken);
        return isTold;
    }

    public Task MovedAsync(IReadOnlyList<DriverMove> moves, CancellationToken cancellationToken) =>
        PublishAsync(MovedTopic, new DriversMoved { Moves = { moves.Select(ToProto) } }, cancellationToken);

    public Task CountedAsync(string region, IReadOnlyList<CellCount> cells, DateTimeOffset now, CancellationToken cancellationToken) => PublishAsync(
        CountedTopic,
        new AvailabilityChanged
        {
            Region = region,
            Cells = { cells.Select(cell => new AvailabilityChanged.Types.Cell { Cell_ = cell.Cell, OnlineCount = cell.Online, AvailableCount = cell.Available }) },
            Time = now.ToTimestamp(),
        },
        cancellationToken);

    private static DriversMoved.Types.Move ToProto(DriverMove move) => new()
    {
        Driver = ResourceNames.OfDriver(move.Driver),
        Ride = ResourceNames.OfRide(move.Ride),
        Location = PositionMapper.ToProto(move.Fix.Point),
        HeadingDegrees = move.Fix.HeadingDegrees ?? 0,
        SpeedMps = move.Fix.SpeedMps ?? 0,
        Time = move.Fix.Time.ToTimestamp(),
    };

    private async Task<bool> PublishAsync(string topic, IMessage message, CancellationToken cancellationToken)
    {
        try
        {
            await publisher.PublishAsync(topic, message, cancellationToken);
            return true;
        }
        catch (Exception failure) when (failure is not OperationCanceledException)
        {
            LogFailed(topic, failure.GetType().Name);
            return false;
        }
    }

    // A courtesy: the driver reads the offers through the API too.
    private async Task ShowAsync(string driver, string type, Offer offer, CancellationToken cancellationToken)
    {
        try
        {
            var shown = new RealtimeEvent(ResourceNames.OfDriver(driver), type, OfferMapper.ToProto(driver, offer)) { EventId = $"{offer.Id}-{offer.State}" };
            await realtime.PublishAsync([shown], cancellationToken);
        }
        catch (Exception failure) when (failure is not OperationCanceledException)
        {
            LogFailed(type, failure.GetType().Name);
        }
    }

    [LoggerMessage(LogLevel.Warning, "{What} could not be told ({Failure}).")]
    private partial void LogFailed(string what, string failure);
}
