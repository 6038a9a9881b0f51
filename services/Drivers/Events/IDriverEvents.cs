using Platform.Drivers.Domain.Offers;
using Platform.Drivers.Domain.Regions;

namespace Platform.Drivers.Events;

/// <summary>Tells others what drivers do. None of it throws: what could not be told is logged.</summary>
internal interface IDriverEvents
{
    /// <summary>An offer was made: for the driver to see.</summary>
    Task OfferedAsync(string driver, Offer offer, CancellationToken cancellationToken);

    /// <summary>An offer ended: for whoever made it, and for the driver to see.</summary>
    /// <returns>Whether it was told.</returns>
    Task<bool> EndedAsync(string driver, Offer offer, CancellationToken cancellationToken);

    /// <summary>Drivers with rides are somewhere else.</summary>
    Task MovedAsync(IReadOnlyList<DriverMove> moves, CancellationToken cancellationToken);

    /// <summary>The drivers of a region were counted.</summary>
    Task CountedAsync(string region, IReadOnlyList<CellCount> cells, DateTimeOffset now, CancellationToken cancellationToken);
}
