using System.Text;
using Platform.Monetary;
using Platform.Payments.Domain;

namespace Platform.Payments.Providers.Simulator;

/// <summary>What the simulated provider does when it is asked. Everything once for each key, as Stripe does.</summary>
internal static class SimulatedBank
{
    private const int MaxLog = 200;

    /// <summary>The id of a payment at the provider.</summary>
    public static string IntentId(string paymentId) => "pi_" + Convert.ToHexStringLower(Encoding.ASCII.GetBytes(paymentId));

    /// <summary>Sets money aside, unless the card behaves otherwise.</summary>
    /// <returns>The payment, and whether the caller hears of it.</returns>
    public static (SimulatedIntent Intent, bool IsAnswered) Authorize(SimulatedIntent intent, string publicUrl, DateTimeOffset now)
    {
        var card = TestCard.Of(intent.Token);
        var asked = intent with { Attempts = intent.Attempts + 1 };
        if (asked.Attempts <= card.UnreachableTimes)
        {
            return (asked.Logged("authorize", asked.PaymentId, intent.Amount, "unreachable", now), false);
        }

        if (intent.Status != IntentStatus.Processing)
        {
            return (asked.Logged("authorize", asked.PaymentId, intent.Amount, "replayed", now), true);
        }

        var decided = card.Challenges ? asked with { Status = IntentStatus.RequiresAction } : Decide(asked, card);
        return (
            decided.Logged("authorize", asked.PaymentId, intent.Amount, ResultOf(decided), now).Telling(publicUrl, now),
            !(card.LosesFirstAnswer && asked.Attempts == 1));
    }

    /// <summary>The buyer proves to be who they are, or fails to. Null where nobody asked.</summary>
    public static SimulatedIntent? Challenge(SimulatedIntent intent, bool succeed, string publicUrl, DateTimeOffset now)
    {
        if (intent.Status != IntentStatus.RequiresAction)
        {
            return null;
        }

        var decided = succeed
            ? Decide(intent, TestCard.Of(intent.Token))
            : intent with { Status = IntentStatus.RequiresPaymentMethod, DeclineCode = "authentication_required" };
        return decided.Logged("challenge", "", null, ResultOf(decided), now).Telling(publicUrl, now);
    }

    /// <summary>Takes money.</summary>
    public static SimulatedIntent Capture(SimulatedIntent intent, long amount, string key, string publicUrl, DateTimeOffset now) =>
        intent.Status != IntentStatus.RequiresCapture || amount > intent.Amount
            ? intent.Logged("capture", key, amount, intent.Status == IntentStatus.Succeeded ? "replayed" : "unexpected_state", now)
            : (intent with { Status = IntentStatus.Succeeded, Captured = amount }).Logged("capture", key, amount, "succeeded", now).Telling(publicUrl, now);

    /// <summary>Sets money free.</summary>
    public static SimulatedIntent Cancel(SimulatedIntent intent, string key, string publicUrl, DateTimeOffset now) =>
        intent.Status is IntentStatus.Succeeded or IntentStatus.Canceled
            ? intent.Logged("cancel", key, null, intent.Status == IntentStatus.Canceled ? "replayed" : "unexpected_state", now)
            : (intent with { Status = IntentStatus.Canceled }).Logged("cancel", key, null, "canceled", now).Telling(publicUrl, now);

    /// <summary>Gives money back.</summary>
    public static (SimulatedIntent Intent, bool Succeeded) Refund(SimulatedIntent intent, long amount, string key, DateTimeOffset now)
    {
        if (intent.Refunds.TryGetValue(key, out var earlier))
        {
            return (intent.Logged("refund", key, amount, "replayed", now), earlier);
        }

        var succeeds = intent.Status == IntentStatus.Succeeded && amount <= intent.Captured - intent.Refunded && !TestCard.Of(intent.Token).RefusesRefunds;
        var after = intent with
        {
            Refunded = intent.Refunded + (succeeds ? amount : 0),
            Refunds = new Dictionary<string, bool>(intent.Refunds) { [key] = succeeds },
        };
        return (after.Logged("refund", key, amount, succeeds ? "succeeded" : "failed", now), succeeds);
    }

    /// <summary>The payment as callers get it.</summary>
    public static ProviderIntent View(SimulatedIntent intent, string publicUrl) => new()
    {
        Id = IntentId(intent.PaymentId),
        PaymentId = intent.PaymentId,
        Status = intent.Status,
        Received = intent.Status == IntentStatus.Succeeded ? Money.FromMinorUnits(intent.Currency, intent.Captured) : null,
        DeclineCode = intent.DeclineCode,
        NextActionUrl = intent.Status == IntentStatus.RequiresAction ? $"{publicUrl}/v1/simulator/payments/{intent.PaymentId}:completeChallenge" : "",
    };

    /// <summary>A payment with a line more in its log.</summary>
    public static SimulatedIntent Logged(this SimulatedIntent intent, string operation, string key, long? amount, string result, DateTimeOffset now) =>
        intent with { Log = [.. intent.Log.TakeLast(MaxLog - 1), new ProviderLogLine(now, operation, key, amount, result)] };

    private static SimulatedIntent Decide(SimulatedIntent intent, TestCard card) => card.DeclineCode.Length > 0
        ? intent with { Status = IntentStatus.RequiresPaymentMethod, DeclineCode = card.DeclineCode }
        : intent with { Status = IntentStatus.RequiresCapture };

    private static string ResultOf(SimulatedIntent intent) => intent.Status switch
    {
        IntentStatus.RequiresPaymentMethod => intent.DeclineCode,
        IntentStatus.RequiresAction => "requires_action",
        _ => "succeeded",
    };

    // A payment with the webhook that tells how it stands.
    private static SimulatedIntent Telling(this SimulatedIntent intent, string publicUrl, DateTimeOffset now)
    {
        var card = TestCard.Of(intent.Token);
        var number = intent.EventCount + 1;
        var type = intent.Status switch
        {
            IntentStatus.RequiresAction => "payment_intent.requires_action",
            IntentStatus.RequiresPaymentMethod => "payment_intent.payment_failed",
            IntentStatus.RequiresCapture => "payment_intent.amount_capturable_updated",
            IntentStatus.Succeeded => "payment_intent.succeeded",
            _ => "payment_intent.canceled",
        };
        var id = FormattableString.Invariant($"evt_{IntentId(intent.PaymentId)[3..]}_{number}");
        var webhook = new PendingWebhook(id, type, View(intent, publicUrl), now + card.WebhookDelay, card.WebhookCopies);
        return intent with { EventCount = number, Webhooks = [.. intent.Webhooks, webhook] };
    }
}
