using Platform.Payments.Domain;

namespace Platform.Payments.Providers.Simulator;

/// <summary>A webhook that is to be sent.</summary>
/// <param name="EventId">Names the event.</param>
/// <param name="Type">What it is about, in Stripe's words.</param>
/// <param name="Intent">The payment as it was.</param>
/// <param name="DueTime">When to send it.</param>
/// <param name="Copies">How often.</param>
internal sealed record PendingWebhook(string EventId, string Type, ProviderIntent Intent, DateTimeOffset DueTime, int Copies);

/// <summary>What the provider was asked for, or sent.</summary>
internal sealed record ProviderLogLine(DateTimeOffset Time, string Operation, string Key, long? MinorUnits, string Result);

/// <summary>A payment at the simulated provider. Amounts are minor units.</summary>
internal sealed record SimulatedIntent
{
    /// <summary>Our id of it.</summary>
    public required string PaymentId { get; init; }

    /// <summary>The currency.</summary>
    public required string Currency { get; init; }

    /// <summary>What it is about.</summary>
    public required long Amount { get; init; }

    /// <summary>The card.</summary>
    public required string Token { get; init; }

    /// <summary>Where it stands.</summary>
    public IntentStatus Status { get; init; } = IntentStatus.Processing;

    /// <summary>What was taken.</summary>
    public long Captured { get; init; }

    /// <summary>What was given back.</summary>
    public long Refunded { get; init; }

    /// <summary>Why it was refused.</summary>
    public string DeclineCode { get; init; } = "";

    /// <summary>How often somebody asked to set it aside.</summary>
    public int Attempts { get; init; }

    /// <summary>How each refund ended, by its key.</summary>
    public IReadOnlyDictionary<string, bool> Refunds { get; init; } = new Dictionary<string, bool>();

    /// <summary>How many events there were.</summary>
    public int EventCount { get; init; }

    /// <summary>Webhooks that are to be sent.</summary>
    public IReadOnlyList<PendingWebhook> Webhooks { get; init; } = [];

    /// <summary>What it was asked for, oldest first.</summary>
    public IReadOnlyList<ProviderLogLine> Log { get; init; } = [];
}
