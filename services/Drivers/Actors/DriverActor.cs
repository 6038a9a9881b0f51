using Dapr.Actors.Runtime;
using Microsoft.Extensions.Options;
using Platform.Drivers.Clients;
using Platform.Drivers.Domain;
using Platform.Drivers.Domain.Locations;
using Platform.Drivers.Domain.Offers;
using Platform.Drivers.Domain.Regions;
using Platform.Drivers.Events;
using Platform.Drivers.Storage;

namespace Platform.Drivers.Actors;

/// <summary>
/// <inheritdoc cref="IDriverActor" path="/summary" /> A change is saved before anybody hears of it. Where the driver is, the region knows.
/// </summary>
internal sealed partial class DriverActor : Actor, IDriverActor, IRemindable
{
    /// <summary>The type of the actors.</summary>
    public const string Type = "Driver";

    private readonly DriversOptions _options;
    private readonly TimeProvider _clock;
    private readonly IRides _rides;
    private readonly IDriverEvents _events;
    private readonly Regions _regions;
    private readonly DriverRoster _roster;
    private readonly DriverState _state;
    private readonly DriverTracks _tracks;
    private readonly DateTimeOffset _startTime;

    private DateTimeOffset _heardTime;
    private Fix? _last;
    private long _stamp;

    public DriverActor(
        ActorHost host, IOptions<DriversOptions> options, TimeProvider clock, IRides rides, IDriverEvents events, Regions regions, TrackStore tracks, DriverRoster roster)
        : base(host)
    {
        (_options, _clock, _rides, _events, _regions, _roster) = (options.Value, clock, rides, events, regions, roster);
        _state = new DriverState(StateManager);
        _tracks = new DriverTracks(host.Id.GetId(), StateManager, tracks, options.Value);
        _startTime = clock.GetUtcNow();
    }

    private string DriverId => Id.GetId();

    private DateTimeOffset Now => _clock.GetUtcNow();

    public async Task<DriverAnswer> GetAsync(CancellationToken cancellationToken = default) => Answer(await ReadAsync());

    public async Task<Offer[]> ListOffersAsync(CancellationToken cancellationToken = default)
    {
        var driver = await _state.ReadAsync();
        return driver.Offer is { } held ? [held, .. driver.Ended] : [.. driver.Ended];
    }

    public async Task<DriverAnswer> UpdateAsync(ProfileCall call, CancellationToken cancellationToken = default)
    {
        var driver = await ReadAsync();
        _roster.Add(DriverId);
        return await SaveAsync(driver with
        {
            IsKnown = true,
            DisplayName = call.DisplayName ?? driver.DisplayName,
            City = call.City ?? driver.City,
            Vehicle = call.Vehicle ?? driver.Vehicle,
            // The shift goes on with what it began with.
            ShiftVehicle = driver.ShiftStart is null || call.Vehicle is null ? driver.ShiftVehicle : driver.Driving(),
        });
    }

    public async Task<DriverAnswer> GoOnlineAsync(OnlineCall call, CancellationToken cancellationToken = default)
    {
        var driver = await ReadAsync();
        if ((call.Vehicle ?? driver.Driving()) is null)
        {
            return Answer(driver, DriverOutcome.VehicleRequired);
        }

        _roster.Add(DriverId);
        _heardTime = Now;
        var taken = call.Fix is { } fix ? Judge([fix]).Accepted : [];
        return await SaveAsync(driver.GoOnline(call.Vehicle, Now), taken: taken);
    }

    public async Task<DriverAnswer> GoOfflineAsync(CancellationToken cancellationToken = default)
    {
        var driver = await ReadAsync();
        await _tracks.FlushAsync();
        return await SettleAsync(driver) is { } settled ? await SaveAsync(settled.GoOffline(Now)) : Answer(driver, DriverOutcome.RidesUnavailable);
    }

    public async Task<DriverAnswer> PauseAsync(CancellationToken cancellationToken = default)
    {
        var before = await ReadAsync();
        if (await SettleAsync(before) is not { } driver)
        {
            return Answer(before, DriverOutcome.RidesUnavailable);
        }

        return driver.Pause(Now) is { } paused ? await SaveAsync(paused) : Answer(driver, DriverOutcome.NotOnline);
    }

    public async Task<Sighting> ReportAsync(Fix[] fixes, CancellationToken cancellationToken = default)
    {
        var driver = await ReadAsync();
        if (driver.ShiftStart is null)
        {
            return new Sighting([], driver.Availability, driver.Ride, Move: null);
        }

        var (verdicts, taken) = Judge(fixes);
        await SaveAsync(driver, taken: taken);
        return new Sighting(verdicts, driver.Availability, driver.Ride, Move: null);
    }

    public async Task<DriverAnswer> StartTripAsync(string ride, CancellationToken cancellationToken = default)
    {
        var driver = await _state.ReadAsync();
        return driver.StartTrip(ride) is { } started ? await SaveAsync(started) : Answer(driver, DriverOutcome.NotAssigned);
    }

    public async Task<DriverAnswer> ReleaseAsync(string ride, CancellationToken cancellationToken = default)
    {
        // Who was silent on the ride has the time from now on.
        _heardTime = Now;
        return await SaveAsync((await _state.ReadAsync()).Release(ride));
    }

    public async Task<DriverAnswer> RateAsync(RateCall call, CancellationToken cancellationToken = default)
    {
        var driver = await _state.ReadAsync();
        if (!driver.IsKnown)
        {
            return Answer(driver, DriverOutcome.Unknown);
        }

        return await _state.TryAddRatingAsync(call.Ride, call.Stars) ? await SaveAsync(driver with { Standing = driver.Standing.Rate(call.Stars) }) : Answer(driver);
    }

    protected override async Task OnActivateAsync()
    {
        // A process that died may not have told all that it saved.
        var driver = await _state.ReadAsync();
        if (driver.Untold.Count > 0)
        {
            await TellEndedAsync(driver);
        }
    }

    protected override Task OnDeactivateAsync() => _tracks.FlushAsync();

    // Saves the driver where there is a change, and tells the regions of it and of positions that were taken.
    private async Task<DriverAnswer> SaveAsync(Driver driver, Offer? offer = null, Fix[]? taken = null)
    {
        var before = (await _state.ReadAsync()).Region;
        if (taken is [.., var last])
        {
            (_heardTime, _last) = (Now, last);
            driver = driver with { Region = _regions.Of(last.Point) };
        }

        _last = driver.ShiftStart is null ? null : _last;
        if (await _state.WriteAsync(driver) || taken is { Length: > 0 })
        {
            await TellRegionsAsync(driver, before, taken ?? []);
            if (driver.Untold.Count > 0)
            {
                await TellEndedAsync(driver);
            }
        }

        return Answer(driver, DriverOutcome.Done, offer);
    }

    private DriverAnswer Answer(Driver driver, DriverOutcome outcome = DriverOutcome.Done, Offer? offer = null) =>
        new(outcome, driver.WithoutEnded(), driver.ShiftStart is null ? null : _last, offer);
}
