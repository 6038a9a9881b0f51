namespace Platform.Rides.Ports;

/// <summary>Makes short links.</summary>
internal interface ILinks
{
    /// <summary>The short link to a URL: the same one for one id.</summary>
    Task<string> ShortenAsync(string url, DateTimeOffset expireTime, string requestId, CancellationToken cancellationToken);
}
