namespace Platform.Drivers.Clients;

/// <summary>The service that hands out rides.</summary>
internal interface IRides
{
    /// <summary>Claims a ride for a driver who accepted an offer. The same claim again has the same answer.</summary>
    /// <returns>Whether the ride is theirs.</returns>
    /// <exception cref="Hosting.Failures.UnavailableException">RIDES_UNAVAILABLE: whether it is theirs is not known.</exception>
    Task<bool> ClaimAsync(string ride, string driver, string offerId, CancellationToken cancellationToken);
}
