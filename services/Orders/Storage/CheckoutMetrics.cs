using System.Diagnostics.Metrics;
using Platform.Orders.Domain;

namespace Platform.Orders.Storage;

/// <summary>How checkouts begin and end, counted when that is stored.</summary>
internal static class CheckoutMetrics
{
    private static readonly Meter Meter = new("Platform.Orders");
    private static readonly Counter<long> Started = Meter.CreateCounter<long>(
        "platform.orders.checkouts.started", "{checkout}", "Checkouts that began.");

    private static readonly Histogram<double> Duration = Meter.CreateHistogram(
        "platform.orders.checkout.duration",
        "s",
        "How long checkouts took, by outcome (confirmed, failed, canceled) and, where they failed, by reason.",
        advice: new InstrumentAdvice<double> { HistogramBucketBoundaries = [0.1, 0.25, 0.5, 1, 2, 5, 10, 30, 60, 120, 300, 600, 900] });

    private static readonly Counter<long> RefundsOwed = Meter.CreateCounter<long>(
        "platform.orders.refunds.owed", "{order}", "Orders that are undone but for their money, which the provider refuses to give back.");

    /// <summary>An order was made.</summary>
    public static void CountStarted() => Started.Add(1);

    /// <summary>An order changed.</summary>
    public static void CountChange(Order before, Order after)
    {
        if (after.State == OrderState.CancelFailed && before.State != OrderState.CancelFailed)
        {
            RefundsOwed.Add(1);
        }

        if (before.State is not (OrderState.Pending or OrderState.ActionRequired) || !after.IsCheckedOut)
        {
            return;
        }

        var outcome = after.State switch
        {
            OrderState.Failed or OrderState.CancelFailed => "failed",
            OrderState.Canceled => "canceled",
            _ => "confirmed",
        };
        Duration.Record(
            (after.UpdateTime - after.CreateTime).TotalSeconds, new("outcome", outcome), new("reason", after.Failure?.Reason ?? ""));
    }
}
