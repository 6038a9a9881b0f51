using Platform.Drivers.Domain.Locations;

namespace Platform.Drivers.Domain.Regions;

/// <summary>How regions follow drivers.</summary>
/// <param name="CellPrecision">The length of the geohashes of the index' cells.</param>
/// <param name="SilenceLimit">After how long without a report a driver is not found any more.</param>
/// <param name="ConfirmInterval">After how long a driver's actor must tell again what a driver is before reports count.</param>
/// <param name="MoveInterval">How often others hear where a driver with a ride is, at most.</param>
/// <param name="SampleInterval">How much time lies between the positions that are kept, at least.</param>
/// <param name="SampleBatch">How many positions wait to be kept.</param>
/// <param name="Locations">Which positions count.</param>
public sealed record RegionRules(
    int CellPrecision,
    TimeSpan SilenceLimit,
    TimeSpan ConfirmInterval,
    TimeSpan MoveInterval,
    TimeSpan SampleInterval,
    int SampleBatch,
    LocationRules Locations);
