using Platform.Drivers.V1;
using Platform.Payments.V1;
using Platform.Rides.V1;

namespace Platform.Simulator.Rides;

/// <summary>
/// Reads what happened and says what must not have: a driver with two rides or two live offers at a time, a ride that never ended, that was paid twice or not at all, books
/// that do not balance.
/// </summary>
internal sealed class RideChecker(RideCity city)
{
    private const int AtOnce = 16;
    private readonly List<string> _differences = [];

    /// <summary>Everything that is wrong.</summary>
    public async Task<IReadOnlyList<string>> CheckAsync(CancellationToken cancellationToken)
    {
        var records = city.Records.Where(record => record.Ride is not null).ToList();
        var unfinished = records.Where(record => record.Ride!.State is not (Ride.Types.State.Completed or Ride.Types.State.Cancelled or Ride.Types.State.Unmatched)).ToList();
        Require(unfinished.Count == 0, $"{unfinished.Count} rides never ended, such as {unfinished.FirstOrDefault()?.Ride!.Name}, {unfinished.FirstOrDefault()?.Ride!.State}");
        CheckDrivers(records.Select(record => record.Ride!));
        CheckOffers(await ReadOffersAsync(cancellationToken));
        await CheckPaymentsAsync(records, cancellationToken);
        var audit = await city.CallAsync(() => city.Rides.AuditRidesAsync(new AuditRidesRequest(), RideCity.By("auditor", "admin"), cancellationToken: cancellationToken), cancellationToken);
        Require(audit.Consistent, $"rides: {string.Join("; ", audit.Differences)}");
        var ledger = await city.CallAsync(() => city.Ledger.ReconcileLedgerAsync(new ReconcileLedgerRequest(), RideCity.By("auditor", "admin"), cancellationToken: cancellationToken), cancellationToken);
        Require(ledger.Consistent, $"ledger: {string.Join("; ", ledger.Differences)}");
        return _differences;
    }

    /// <summary>From being assigned to the end of the ride, or of the assignment, a driver has no other ride.</summary>
    private void CheckDrivers(IEnumerable<Ride> rides)
    {
        var spans = rides.SelectMany(Assignments).GroupBy(span => span.Driver);
        foreach (var driver in spans)
        {
            foreach (var (one, next) in Neighbours(driver.OrderBy(span => span.Start)))
            {
                Require(one.End <= next.Start, $"{driver.Key} has {one.What} until {one.End:O} and {next.What} from {next.Start:O} on");
            }
        }
    }

    private void CheckOffers(IEnumerable<Offer> offers)
    {
        foreach (var driver in offers.GroupBy(offer => offer.Driver))
        {
            var spans = driver
                .Select(offer => new Span(offer.Driver, offer.Name, offer.CreateTime.ToDateTimeOffset(), (offer.EndTime ?? offer.ExpireTime).ToDateTimeOffset()))
                .OrderBy(span => span.Start);
            foreach (var (one, next) in Neighbours(spans))
            {
                Require(one.End <= next.Start, $"{driver.Key} has two offers: {one.What} until {one.End:O}, {next.What} from {next.Start:O} on");
            }
        }
    }

    private async Task CheckPaymentsAsync(List<RideRecord> records, CancellationToken cancellationToken)
    {
        var payments = new HashSet<string>();
        foreach (var (rider, ride) in records.Where(record => record.IsCompleted).Select(record => (record.Rider, record.Ride!)).Where(each => each.Item2.PaymentState == Ride.Types.PaymentState.Paid))
        {
            var receipt = await city.CallAsync(
                () => city.Rides.GetReceiptAsync(new GetReceiptRequest { Name = ride.Name + "/receipt" }, RideCity.By(rider, "customer"), cancellationToken: cancellationToken),
                cancellationToken);
            var payment = await city.CallAsync(() => city.Payments.GetPaymentAsync(new GetPaymentRequest { Name = receipt.Payment }, RideCity.Service, cancellationToken: cancellationToken), cancellationToken);
            Require(payments.Add(payment.Name), $"{ride.Name} has the payment of another ride");
            Require(payment.CapturedAmount?.Equals(ride.FinalFare.Total) == true, $"{ride.Name} costs {ride.FinalFare.Total}, and {payment.CapturedAmount} was taken");
        }

        var unpaid = records.Where(record => record.IsCompleted && record.Ride!.PaymentState != Ride.Types.PaymentState.Paid).ToList();
        Require(unpaid.Count == 0, $"{unpaid.Count} completed rides are not paid, such as {unpaid.FirstOrDefault()?.Ride!.Name}");
    }

    private async Task<IEnumerable<Offer>> ReadOffersAsync(CancellationToken cancellationToken)
    {
        // The last word on those that are still listed, and what was seen of the others.
        await Parallel.ForEachAsync(Enumerable.Range(0, city.Options.Drivers), new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellationToken }, async (number, token) =>
        {
            var listed = await city.TryAsync(
                () => city.Drivers.ListOffersAsync(new ListOffersRequest { Parent = $"drivers/driver-{number}" }, RideCity.By($"driver-{number}", "driver"), cancellationToken: token), token);
            foreach (var offer in listed?.Offers ?? [])
            {
                city.Offers[offer.Name] = offer;
            }
        });
        // An offer that was seen open, and nobody knows the end of, says nothing.
        return city.Offers.Values.Where(offer => offer.State != Offer.Types.State.Open);
    }

    private static IEnumerable<Span> Assignments(Ride ride)
    {
        Span? open = null;
        foreach (var entry in ride.History)
        {
            var time = entry.Time.ToDateTimeOffset();
            var isHeld = entry.State is Ride.Types.State.Assigned or Ride.Types.State.Arriving or Ride.Types.State.Arrived or Ride.Types.State.InProgress;
            if (open is not null && (!isHeld || entry.Driver.Length == 0 || entry.Driver != open.Driver))
            {
                yield return open with { End = time };
                open = null;
            }

            if (open is null && isHeld && entry.Driver.Length > 0)
            {
                open = new Span(entry.Driver, ride.Name, time, DateTimeOffset.MaxValue);
            }
        }

        if (open is not null)
        {
            yield return open;
        }
    }

    private static IEnumerable<(Span One, Span Next)> Neighbours(IEnumerable<Span> spans)
    {
        var list = spans.ToList();
        return list.Zip(list.Skip(1));
    }

    private void Require(bool holds, string difference)
    {
        if (!holds)
        {
            _differences.Add(difference);
        }
    }

    private sealed record Span(string Driver, string What, DateTimeOffset Start, DateTimeOffset End);
}
