using Platform.Monetary;
using Platform.Orders.Domain;

namespace Platform.Orders.Ports;

/// <summary>The payments. The order's id names its payment.</summary>
internal interface IPayments
{
    /// <summary>Sets money aside. Twice is once.</summary>
    /// <exception cref="CheckoutRefusedException">PAYMENT_DECLINED.</exception>
    Task<PaymentStatus> AuthorizeAsync(string orderId, string buyer, Money amount, string paymentToken, CancellationToken cancellationToken);

    /// <summary>Asks how it went when the buyer had to do something.</summary>
    /// <exception cref="CheckoutRefusedException">PAYMENT_DECLINED.</exception>
    Task<PaymentStatus> ConfirmAsync(string orderId, CancellationToken cancellationToken);

    /// <summary>Takes the money that is set aside. Twice is once.</summary>
    /// <exception cref="CheckoutRefusedException">PAYMENT_DECLINED.</exception>
    Task CaptureAsync(string orderId, Money amount, CancellationToken cancellationToken);

    /// <summary>Where a payment stands; null for one that is not known.</summary>
    Task<PaymentState?> FindStateAsync(string orderId, CancellationToken cancellationToken);

    /// <summary>Sets free what is set aside; an authorization that comes later gets nothing. Twice is once.</summary>
    Task VoidAsync(string orderId, CancellationToken cancellationToken);

    /// <summary>Gives taken money back. Twice with the same refund id is once.</summary>
    /// <param name="orderId">The order.</param>
    /// <param name="refundId">Names the refund.</param>
    /// <param name="amount">How much; null for all that is left.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <exception cref="CheckoutRefusedException">The provider refuses, or less is left.</exception>
    Task RefundAsync(string orderId, string refundId, Money? amount, CancellationToken cancellationToken);
}

/// <summary>Where a payment stands, as far as a checkout is concerned.</summary>
internal enum PaymentState
{
    /// <summary>The money is set aside, or the buyer or the provider still has to do something before it is.</summary>
    Open,

    /// <summary>The provider has not said yet whether it took the money.</summary>
    Capturing,

    /// <summary>The money was taken.</summary>
    Captured,

    /// <summary>No money is set aside, and none was taken that did not go back.</summary>
    Ended,
}

/// <summary>What came of an authorization.</summary>
/// <param name="ActionUrl">Where the buyer has to go first; null when the money is set aside.</param>
internal sealed record PaymentStatus(string? ActionUrl);
