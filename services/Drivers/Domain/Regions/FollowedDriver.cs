using Platform.Drivers.Domain.Locations;
using Platform.Drivers.Domain.Shifts;
using Platform.Drivers.Domain.Tracks;
using Platform.Geography;

namespace Platform.Drivers.Domain.Regions;

/// <summary>A driver whom a region follows.</summary>
internal sealed class FollowedDriver(RegionRules rules, Presence presence)
{
    private readonly TrackBuffer _samples = new(rules.SampleInterval, rules.SampleBatch);
    private LocationFilter _filter = new(rules.Locations);
    private Presence _presence = presence;
    private DateTimeOffset _confirmTime;
    private DateTimeOffset _movedTime;

    /// <summary>The driver's id.</summary>
    public string Id => _presence.Driver;

    /// <summary>What has a lower one is older than what is known.</summary>
    public long Stamp => _presence.Stamp;

    /// <summary>Whether the driver can take a ride.</summary>
    public Availability Availability => _presence.Availability;

    /// <summary>The last position.</summary>
    public Fix Last => _filter.Last!;

    /// <summary>When the driver was last heard of.</summary>
    public DateTimeOffset HeardTime { get; private set; }

    /// <summary>Where <see cref="HeardOrder"/> has the driver; null where it does not yet.</summary>
    public LinkedListNode<FollowedDriver>? Place { get; set; }

    /// <summary>As what <see cref="CellCounts"/> has counted the driver; null where it has not yet.</summary>
    public (GeoCell Cell, bool IsAvailable)? Counted { get; set; }

    /// <summary>Whether the driver was not heard of for too long.</summary>
    public bool IsSilent(DateTimeOffset now) => now - HeardTime >= rules.SilenceLimit;

    /// <summary>Whether reports need not go through the driver's actor.</summary>
    public bool IsConfirmed(DateTimeOffset now) => now - _confirmTime < rules.ConfirmInterval && !IsSilent(now);

    /// <summary>Takes what the driver's actor tells.</summary>
    public void Take(Presence presence, DateTimeOffset now)
    {
        _presence = presence with { Fixes = [] };
        if (presence.Fixes is not [.., var last])
        {
            return;
        }

        (HeardTime, _confirmTime) = (now, now);
        Sample(presence.Fixes);
        if (_filter.Last is not { } known || known.Time < last.Time)
        {
            _filter = new LocationFilter(rules.Locations, last);
        }
    }

    /// <summary>Takes what the driver reports.</summary>
    public Sighting Take(IReadOnlyList<Fix> fixes, DateTimeOffset now)
    {
        var (verdicts, accepted) = _filter.Take(fixes, now);
        if (accepted.Length == 0)
        {
            return new Sighting(verdicts, Availability, _presence.Ride, Move: null);
        }

        HeardTime = now;
        Sample(accepted);
        var isMove = _presence.Ride.Length > 0 && now - _movedTime >= rules.MoveInterval;
        _movedTime = isMove ? now : _movedTime;
        return new Sighting(verdicts, Availability, _presence.Ride, isMove ? Last : null);
    }

    /// <summary>Hands over the positions to keep.</summary>
    public Fix[] TakeSamples()
    {
        Fix[] samples = [.. _samples.Samples];
        _samples.Clear();
        return samples;
    }

    /// <summary>Whether the driver is one of those who are asked for.</summary>
    public bool Suits(CandidateQuery query, DateTimeOffset now) =>
        Availability == Availability.Available
        && !IsSilent(now)
        && (query.VehicleClass.Length == 0 || _presence.Vehicle.Class == query.VehicleClass)
        && _presence.Rating >= query.MinRating;

    public Candidate ToCandidate(double distanceMeters) =>
        new(distanceMeters, _presence.Driver, HeardTime, Last, _presence.Rating, _presence.AcceptanceRate, _presence.Vehicle);

    private void Sample(IReadOnlyList<Fix> fixes)
    {
        foreach (var fix in fixes)
        {
            _samples.Add(fix);
        }
    }
}
