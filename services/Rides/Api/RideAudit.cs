using Platform.Rides.Domain.Audit;
using Platform.Rides.Storage;
using Platform.Rides.V1;
using Ride = Platform.Rides.Domain.Ride;

namespace Platform.Rides.Api;

/// <summary>Reads everything and tells what does not fit.</summary>
internal sealed class RideAudit(IRideStore rides, EarningStore earnings)
{
    private const int MaxDifferences = 1_000;

    public async Task<AuditRidesResponse> RunAsync(CancellationToken cancellationToken)
    {
        var all = new List<Ride>();
        await foreach (var ride in rides.AllAsync(cancellationToken))
        {
            all.Add(ride);
        }

        var entries = await earnings.AllAsync(cancellationToken);
        var differences = RideAuditor.Check(all, entries).ToList();
        foreach (var driver in entries.GroupBy(entry => entry.Driver))
        {
            var balances = await earnings.BalancesAsync(driver.Key, cancellationToken);
            differences.AddRange(RideAuditor.CheckBalance(driver.Key, driver, balances));
        }

        return new AuditRidesResponse
        {
            Consistent = differences.Count == 0,
            RideCount = all.Count,
            CompletedCount = all.Count(ride => ride.State == Domain.RideState.Completed),
            UnmatchedCount = all.Count(ride => ride.State == Domain.RideState.Unmatched),
            PaidCount = all.Count(ride => ride.Payment == Domain.RidePayment.Paid),
            EntryCount = entries.Count,
            Differences = { differences.Take(MaxDifferences) },
        };
    }
}
