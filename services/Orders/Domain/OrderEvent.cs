namespace Platform.Orders.Domain;

/// <summary>What can happen to an order.</summary>
internal enum OrderEvent
{
    /// <summary>It was priced, its stock is reserved and its payment is authorized.</summary>
    Recorded,

    /// <summary>The provider wants the buyer to confirm the payment.</summary>
    ActionAsked,

    /// <summary>The buyer confirmed the payment.</summary>
    ActionTaken,

    /// <summary>The checkout did all of its steps.</summary>
    CheckedOut,

    /// <summary>The checkout undid what it had done.</summary>
    CheckoutUndone,

    /// <summary>The buyer wants to cancel it.</summary>
    CancelAsked,

    /// <summary>A cancellation undid everything.</summary>
    CancelDone,

    /// <summary>Some of it was sent, and some was not.</summary>
    SomeShipped,

    /// <summary>The last of it was sent.</summary>
    LastShipped,

    /// <summary>A shipment arrived, but not all there is.</summary>
    SomeDelivered,

    /// <summary>The last shipment arrived.</summary>
    LastDelivered,

    /// <summary>The buyer wants to send something back.</summary>
    ReturnAsked,

    /// <summary>Something came back.</summary>
    ReturnReceived,

    /// <summary>A refund is on its way.</summary>
    RefundBegun,

    /// <summary>Money went back, but not all.</summary>
    SomeRefunded,

    /// <summary>The last of the money went back.</summary>
    LastRefunded,

    /// <summary>The provider refused a refund.</summary>
    RefundRefused,

    /// <summary>Everything is undone, except that the provider refused to give the money back.</summary>
    RefundOwed,
}
