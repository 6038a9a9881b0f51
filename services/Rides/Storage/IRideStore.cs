using Platform.Hosting.Failures;
using Platform.Rides.Domain;
using Platform.Rides.Domain.Earnings;

namespace Platform.Rides.Storage;

/// <summary>The rides.</summary>
internal interface IRideStore
{
    /// <summary>A ride; null where there is none.</summary>
    Task<Ride?> FindAsync(string id, CancellationToken cancellationToken);

    /// <summary>Several rides; those that there are.</summary>
    Task<IReadOnlyList<Ride>> FindManyAsync(IReadOnlyList<string> ids, CancellationToken cancellationToken);

    /// <summary>Stores a new ride in its rider's list, or finds the one that has its id.</summary>
    Task<Ride> CreateAsync(Ride ride, CancellationToken cancellationToken);

    /// <summary>Changes a ride. A change of its state is published with it.</summary>
    /// <param name="id">The ride.</param>
    /// <param name="change">Makes the new ride of the old one; the same one for no change. May run several times.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <exception cref="NotFoundException">There is none.</exception>
    Task<Ride> ChangeAsync(string id, Func<Ride, Ride> change, CancellationToken cancellationToken);

    /// <summary>Changes something else than the state of a ride, and books what comes of it, all at once or nothing.</summary>
    /// <param name="id">The ride.</param>
    /// <param name="change">Makes the new ride of the old one, and at most one entry; the same ride for no change. May run several times.</param>
    /// <param name="cancellationToken">Cancels.</param>
    Task<Ride> BookAsync(string id, Func<Ride, (Ride Ride, EarningEntry? Entry)> change, CancellationToken cancellationToken);

    /// <summary>A page of the rides of a user, asked for or driven, newest first.</summary>
    Task<(IReadOnlyList<Ride> Rides, long? Next)> ListAsync(string user, long? before, int count, CancellationToken cancellationToken);

    /// <summary>All rides, newest first.</summary>
    IAsyncEnumerable<Ride> AllAsync(CancellationToken cancellationToken);
}
