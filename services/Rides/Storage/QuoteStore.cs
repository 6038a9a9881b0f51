using Dapr.Client;
using Platform.Geography;
using Platform.Rides.Domain.Fares;
using Platform.State;

namespace Platform.Rides.Storage;

/// <summary>Quotes, until they expire.</summary>
internal sealed class QuoteStore(DaprClient dapr)
{
    private const string Store = "statestore";

    private readonly DocumentStore<Estimate> _estimates = new(dapr, Store, "ride-quote");

    /// <summary>Keeps quotes for a time.</summary>
    public Task SaveAsync(string quoteId, Estimate estimate, TimeSpan lifetime, CancellationToken cancellationToken) =>
        dapr.TryCommitAsync(Store, [_estimates.Put(new Document<Estimate>(quoteId, Value: null, ETag: ""), estimate, lifetime)], cancellationToken);

    /// <summary>The quotes of an id; null where there are none, or no more.</summary>
    public async Task<Estimate?> FindAsync(string quoteId, CancellationToken cancellationToken) => (await _estimates.GetAsync(quoteId, cancellationToken)).Value;
}

/// <summary>Quotes that were made together.</summary>
/// <param name="Pickup">From where.</param>
/// <param name="Dropoff">To where.</param>
/// <param name="City">The city whose tariffs they are of.</param>
/// <param name="Quotes">One for each class.</param>
internal sealed record Estimate(GeoPoint Pickup, GeoPoint Dropoff, string City, IReadOnlyList<RideQuote> Quotes);
