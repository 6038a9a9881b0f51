using Platform.Monetary;

namespace Platform.Payments.Domain;

/// <summary>Where a payment stands at the provider.</summary>
public enum IntentStatus
{
    /// <summary>The provider works on it.</summary>
    Processing,

    /// <summary>The buyer has to do something first.</summary>
    RequiresAction,

    /// <summary>It was refused.</summary>
    RequiresPaymentMethod,

    /// <summary>The money is set aside.</summary>
    RequiresCapture,

    /// <summary>The money was taken.</summary>
    Succeeded,

    /// <summary>Nothing is set aside any more.</summary>
    Canceled,
}

/// <summary>A payment as the provider has it.</summary>
public sealed record ProviderIntent
{
    /// <summary>The provider's id of it.</summary>
    public required string Id { get; init; }

    /// <summary>Our id of it; empty where the provider does not know it.</summary>
    public string PaymentId { get; init; } = "";

    /// <summary>Where it stands.</summary>
    public required IntentStatus Status { get; init; }

    /// <summary>What was taken; null where nothing was.</summary>
    public Money? Received { get; init; }

    /// <summary>Why it was refused.</summary>
    public string DeclineCode { get; init; } = "";

    /// <summary>Where the buyer has to go.</summary>
    public string NextActionUrl { get; init; } = "";

    /// <summary>What that is for us; null where there is nothing to tell.</summary>
    public PaymentEvent? Event() => Status switch
    {
        IntentStatus.RequiresAction => PaymentEvent.ActionRequired,
        IntentStatus.RequiresPaymentMethod => PaymentEvent.Refused,
        IntentStatus.RequiresCapture => PaymentEvent.SetAside,
        IntentStatus.Succeeded => PaymentEvent.Taken,
        IntentStatus.Canceled => PaymentEvent.SetFree,
        _ => null,
    };
}
