using System.Diagnostics.Metrics;
using Platform.Payments.Domain;

namespace Platform.Payments.Storage;

/// <summary>What becomes of payments, counted when that is stored.</summary>
internal static class PaymentMetrics
{
    private static readonly Meter Meter = new("Platform.Payments");
    private static readonly Counter<long> Transitions = Meter.CreateCounter<long>(
        "platform.payments.transitions", "{payment}", "Payments that came to a state: authorized, captured, declined, voided, refunded and those on the way there.");

    /// <summary>A payment changed; null for one that is new.</summary>
    public static void CountChange(PaymentState? before, PaymentState after)
    {
        if (before != after && Transitions.Enabled)
        {
            Transitions.Add(1, new KeyValuePair<string, object?>("state", NameOf(after)));
        }
    }

    private static string NameOf(PaymentState state) => state switch
    {
        PaymentState.Authorizing => "authorizing",
        PaymentState.RequiresAction => "requires_action",
        PaymentState.Authorized => "authorized",
        PaymentState.Capturing => "capturing",
        PaymentState.Captured => "captured",
        PaymentState.Voiding => "voiding",
        PaymentState.Voided => "voided",
        PaymentState.Declined => "declined",
        PaymentState.Refunded => "refunded",
        _ => "none",
    };
}
