namespace Platform.Payments.Domain;

/// <summary>Where a payment stands. In the states in -ing the provider was asked and has not answered yet.</summary>
public enum PaymentState
{
    /// <summary>Unknown.</summary>
    None,

    /// <summary>Money is being set aside.</summary>
    Authorizing,

    /// <summary>The buyer has to do something first.</summary>
    RequiresAction,

    /// <summary>The money is set aside.</summary>
    Authorized,

    /// <summary>The money is being taken.</summary>
    Capturing,

    /// <summary>The money was taken.</summary>
    Captured,

    /// <summary>The money is being set free.</summary>
    Voiding,

    /// <summary>Nothing is set aside any more.</summary>
    Voided,

    /// <summary>The provider refused.</summary>
    Declined,

    /// <summary>All that was taken was given back.</summary>
    Refunded,
}

/// <summary>What happens to a payment.</summary>
public enum PaymentEvent
{
    /// <summary>Somebody asks to set money aside.</summary>
    Authorize,

    /// <summary>Somebody asks to take it.</summary>
    Capture,

    /// <summary>Somebody asks to set it free.</summary>
    Void,

    /// <summary>Somebody asks to give it back.</summary>
    Refund,

    /// <summary>The provider wants the buyer to do something.</summary>
    ActionRequired,

    /// <summary>The provider has set it aside.</summary>
    SetAside,

    /// <summary>The provider refused.</summary>
    Refused,

    /// <summary>The provider took it.</summary>
    Taken,

    /// <summary>The provider set it free.</summary>
    SetFree,

    /// <summary>All that was taken was given back.</summary>
    AllGivenBack,
}

/// <summary>
/// The states of payments: one table. What people ask for and is not in it is refused; what the provider tells and is not in it came late, and is settled
/// already.
/// </summary>
public static class PaymentTable
{
    private static readonly Dictionary<PaymentState, (PaymentEvent Event, PaymentState Next)[]> Transitions = new()
    {
        [PaymentState.None] =
        [
            (PaymentEvent.Authorize, PaymentState.Authorizing),
            // Its authorization may still be on the way: it must not set anything aside any more.
            (PaymentEvent.Void, PaymentState.Voided),
        ],
        [PaymentState.Authorizing] =
        [
            (PaymentEvent.Authorize, PaymentState.Authorizing),
            (PaymentEvent.Void, PaymentState.Voiding),
            (PaymentEvent.ActionRequired, PaymentState.RequiresAction),
            (PaymentEvent.SetAside, PaymentState.Authorized),
            (PaymentEvent.Refused, PaymentState.Declined),
            (PaymentEvent.SetFree, PaymentState.Voided),
        ],
        [PaymentState.RequiresAction] =
        [
            (PaymentEvent.Authorize, PaymentState.RequiresAction),
            (PaymentEvent.Void, PaymentState.Voiding),
            (PaymentEvent.ActionRequired, PaymentState.RequiresAction),
            (PaymentEvent.SetAside, PaymentState.Authorized),
            (PaymentEvent.Refused, PaymentState.Declined),
            (PaymentEvent.SetFree, PaymentState.Voided),
        ],
        [PaymentState.Authorized] =
        [
            (PaymentEvent.Authorize, PaymentState.Authorized),
            (PaymentEvent.Capture, PaymentState.Capturing),
            (PaymentEvent.Void, PaymentState.Voiding),
            (PaymentEvent.SetAside, PaymentState.Authorized),
            // By the provider's own console, or because what is set aside does not stay so for ever.
            (PaymentEvent.Taken, PaymentState.Captured),
            (PaymentEvent.SetFree, PaymentState.Voided),
        ],
        [PaymentState.Capturing] =
        [
            (PaymentEvent.Authorize, PaymentState.Capturing),
            (PaymentEvent.Capture, PaymentState.Capturing),
            (PaymentEvent.SetAside, PaymentState.Capturing),
            (PaymentEvent.Taken, PaymentState.Captured),
            (PaymentEvent.SetFree, PaymentState.Voided),
        ],
        [PaymentState.Captured] =
        [
            (PaymentEvent.Authorize, PaymentState.Captured),
            (PaymentEvent.Capture, PaymentState.Captured),
            (PaymentEvent.Refund, PaymentState.Captured),
            (PaymentEvent.Taken, PaymentState.Captured),
            (PaymentEvent.AllGivenBack, PaymentState.Refunded),
        ],
        [PaymentState.Voiding] =
        [
            (PaymentEvent.Void, PaymentState.Voiding),
            (PaymentEvent.ActionRequired, PaymentState.Voiding),
            (PaymentEvent.SetAside, PaymentState.Voiding),
            (PaymentEvent.Refused, PaymentState.Voided),
            (PaymentEvent.SetFree, PaymentState.Voided),
        ],
        [PaymentState.Voided] = [(PaymentEvent.Void, PaymentState.Voided), (PaymentEvent.SetFree, PaymentState.Voided)],
        [PaymentState.Declined] =
        [
            (PaymentEvent.Authorize, PaymentState.Declined),
            (PaymentEvent.Void, PaymentState.Declined),
            (PaymentEvent.Refused, PaymentState.Declined),
        ],
        [PaymentState.Refunded] =
        [
            (PaymentEvent.Authorize, PaymentState.Refunded),
            (PaymentEvent.Capture, PaymentState.Refunded),
            (PaymentEvent.Refund, PaymentState.Refunded),
            (PaymentEvent.Taken, PaymentState.Refunded),
            (PaymentEvent.AllGivenBack, PaymentState.Refunded),
        ],
    };

    /// <summary>The state after an event; null where the event cannot happen in the state.</summary>
    public static PaymentState? Next(PaymentState state, PaymentEvent what)
    {
        foreach (var (possible, next) in Transitions[state])
        {
            if (possible == what)
            {
                return next;
            }
        }

        return null;
    }
}
