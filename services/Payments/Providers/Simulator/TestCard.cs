namespace Platform.Payments.Providers.Simulator;

/// <summary>
/// What the bank behind a test token does. The tokens are those that Stripe documents (https://docs.stripe.com/testing#cards), and a few of our own, <c>tok_simulator…</c>,
/// for what happens on the way.
/// </summary>
internal sealed record TestCard
{
    private static readonly Dictionary<string, TestCard> Cards = new(StringComparer.Ordinal)
    {
        ["tok_chargeDeclined"] = Refused("generic_decline"),
        ["tok_chargeDeclinedInsufficientFunds"] = Refused("insufficient_funds"),
        ["tok_chargeDeclinedLostCard"] = Refused("lost_card"),
        ["tok_chargeDeclinedStolenCard"] = Refused("stolen_card"),
        ["tok_chargeDeclinedFraudulent"] = Refused("fraudulent"),
        ["tok_chargeDeclinedExpiredCard"] = Refused("expired_card"),
        ["tok_chargeDeclinedIncorrectCvc"] = Refused("incorrect_cvc"),
        ["tok_chargeDeclinedProcessingError"] = Refused("processing_error"),
        ["tok_threeDSecure2Required"] = new() { Challenges = true },
        ["tok_threeDSecureRequired"] = new() { Challenges = true },
        ["tok_threeDSecureRequiredChargeDeclined"] = new() { Challenges = true, DeclineCode = "generic_decline" },
        ["tok_refundFail"] = new() { RefusesRefunds = true },
        ["tok_simulatorTimeout"] = new() { LosesFirstAnswer = true },
        ["tok_simulatorOutage"] = new() { UnreachableTimes = 2 },
        ["tok_simulatorLateWebhook"] = new() { WebhookDelay = TimeSpan.FromSeconds(30) },
        ["tok_simulatorDuplicateWebhook"] = new() { WebhookCopies = 2 },
    };

    private static readonly HashSet<string> Good = new(StringComparer.Ordinal)
    {
        "tok_visa", "tok_visa_debit", "tok_mastercard", "tok_mastercard_debit", "tok_mastercard_prepaid", "tok_amex", "tok_discover", "tok_diners", "tok_jcb", "tok_unionpay",
    };

    /// <summary>Why it refuses; empty for it does not.</summary>
    public string DeclineCode { get; private init; } = "";

    /// <summary>Whether the buyer has to prove to be who they are (3-D Secure).</summary>
    public bool Challenges { get; private init; }

    /// <summary>Whether it refuses to give money back.</summary>
    public bool RefusesRefunds { get; private init; }

    /// <summary>Whether it does what it is asked for and the first answer is lost.</summary>
    public bool LosesFirstAnswer { get; private init; }

    /// <summary>How often it is not reached at first, and does nothing.</summary>
    public int UnreachableTimes { get; private init; }

    /// <summary>How long webhooks take.</summary>
    public TimeSpan WebhookDelay { get; private init; } = TimeSpan.FromSeconds(1);

    /// <summary>How often each webhook comes.</summary>
    public int WebhookCopies { get; private init; } = 1;

    /// <summary>The card behind a token. Unknown ones are refused.</summary>
    public static TestCard Of(string token) =>
        Good.Contains(token) ? new TestCard() : Cards.GetValueOrDefault(token) ?? Refused("invalid_token");

    private static TestCard Refused(string code) => new() { DeclineCode = code };
}
