using Grpc.Core;
using Platform.Monetary;
using Platform.Orders.Api;
using Platform.Orders.Domain;
using Platform.Orders.Ports;
using Platform.Payments.V1;

namespace Platform.Orders.Clients;

/// <inheritdoc />
internal sealed class PaymentsClient(PaymentsService.PaymentsServiceClient payments) : IPayments
{
    private const string Declined = "PAYMENT_DECLINED";

    public async Task<PaymentStatus> AuthorizeAsync(string orderId, string buyer, Money amount, string paymentToken, CancellationToken cancellationToken)
    {
        var request = new AuthorizePaymentRequest
        {
            PaymentId = orderId,
            Order = OrderNames.Of(orderId),
            Amount = amount.ToProto(),
            PaymentToken = paymentToken,
            Owner = buyer,
        };
        return StatusOf(await Refusals.CallAsync(payments.AuthorizePaymentAsync(request, cancellationToken: cancellationToken), AsDecline));
    }

    public async Task<PaymentStatus> ConfirmAsync(string orderId, CancellationToken cancellationToken) =>
        StatusOf(await Refusals.CallAsync(
            payments.ConfirmPaymentAsync(new ConfirmPaymentRequest { Name = NameOf(orderId) }, cancellationToken: cancellationToken), AsDecline));

    public async Task CaptureAsync(string orderId, Money amount, CancellationToken cancellationToken)
    {
        var request = new CapturePaymentRequest { PaymentId = orderId, Amount = amount.ToProto() };
        var payment = await Refusals.CallAsync(payments.CapturePaymentAsync(request, cancellationToken: cancellationToken), AsDecline);
        if (payment.State != Payment.Types.State.Captured)
        {
            throw Unsettled(payment);
        }
    }

    public async Task<PaymentState?> FindStateAsync(string orderId, CancellationToken cancellationToken)
    {
        try
        {
            var payment = await payments.GetPaymentAsync(new GetPaymentRequest { Name = NameOf(orderId) }, cancellationToken: cancellationToken);
            return payment.State switch
            {
                Payment.Types.State.Capturing => PaymentState.Capturing,
                Payment.Types.State.Captured => PaymentState.Captured,
                Payment.Types.State.Voided or Payment.Types.State.Declined or Payment.Types.State.Refunded => PaymentState.Ended,
                _ => PaymentState.Open,
            };
        }
        catch (RpcException unknown) when (unknown.StatusCode == StatusCode.NotFound)
        {
            return null;
        }
    }

    public async Task VoidAsync(string orderId, CancellationToken cancellationToken) =>
        await payments.VoidPaymentAsync(new VoidPaymentRequest { PaymentId = orderId }, cancellationToken: cancellationToken);

    public async Task RefundAsync(string orderId, string refundId, Money? amount, CancellationToken cancellationToken)
    {
        var request = new RefundPaymentRequest { PaymentId = orderId, RefundId = refundId, Amount = amount?.ToProto() };
        await Refusals.CallAsync(payments.RefundPaymentAsync(request, cancellationToken: cancellationToken));
    }

    private static string NameOf(string orderId) => "payments/" + orderId;

    private static PaymentStatus StatusOf(Payment payment) => payment.State switch
    {
        Payment.Types.State.RequiresAction => new PaymentStatus(payment.NextActionUrl),
        Payment.Types.State.Authorized or Payment.Types.State.Captured => new PaymentStatus(ActionUrl: null),
        Payment.Types.State.Declined => throw new CheckoutRefusedException(
            Declined, new Dictionary<string, string> { ["decline_code"] = payment.DeclineCode }),
        Payment.Types.State.Voided or Payment.Types.State.Refunded => throw new CheckoutRefusedException(Declined),
        _ => throw Unsettled(payment),
    };

    private static OrderFailure AsDecline(OrderFailure refusal) =>
        new(Declined, new Dictionary<string, string>(refusal.Facts) { ["reason"] = refusal.Reason });

    private static InvalidOperationException Unsettled(Payment payment) => new($"The payment is {payment.State}: the provider has not answered yet.");
}
