using Grpc.Core;
using Platform.Monetary;
using Platform.Payments.V1;
using Platform.Rides.Api;
using Platform.Rides.Domain;
using Platform.Rides.Ports;
using PaymentState = Platform.Payments.V1.Payment.Types.State;

namespace Platform.Rides.Clients;

/// <inheritdoc />
internal sealed class PaymentsClient(PaymentsService.PaymentsServiceClient payments) : IPayments
{
    public async Task<bool> AuthorizeAsync(Ride ride, string paymentId, Money amount, CancellationToken cancellationToken) =>
        await TryAuthorizeAsync(ride, paymentId, amount, cancellationToken) is { State: PaymentState.Authorized or PaymentState.Captured };

    public async Task<bool> ChargeAsync(Ride ride, string paymentId, Money amount, CancellationToken cancellationToken)
    {
        var payment = await FindAsync(paymentId, cancellationToken);
        if (payment is null || payment.State == PaymentState.Authorizing)
        {
            payment = await TryAuthorizeAsync(ride, paymentId, amount, cancellationToken);
        }

        switch (payment?.State)
        {
            case PaymentState.Authorized or PaymentState.Capturing or PaymentState.Captured:
                return await CaptureAsync(paymentId, amount, cancellationToken);
            case PaymentState.RequiresAction:
                // The rider has left: nobody confirms it any more.
                await VoidAsync(paymentId, cancellationToken);
                return false;
            case PaymentState.Authorizing or PaymentState.Voiding:
                throw new InvalidOperationException($"The payment is {payment.State}: the provider has not answered yet.");
            default:
                return false;
        }
    }

    public async Task VoidAsync(string paymentId, CancellationToken cancellationToken) =>
        await payments.VoidPaymentAsync(new VoidPaymentRequest { PaymentId = paymentId }, cancellationToken: cancellationToken);

    private async Task<bool> CaptureAsync(string paymentId, Money amount, CancellationToken cancellationToken)
    {
        var captured = await payments.CapturePaymentAsync(
            new CapturePaymentRequest { PaymentId = paymentId, Amount = amount.ToProto() }, cancellationToken: cancellationToken);
        return captured.State == PaymentState.Captured ? true : throw new InvalidOperationException($"The payment is {captured.State}: the provider has not answered yet.");
    }

    private async Task<Payment?> FindAsync(string paymentId, CancellationToken cancellationToken)
    {
        try
        {
            return await payments.GetPaymentAsync(new GetPaymentRequest { Name = RideNames.PaymentOf(paymentId) }, cancellationToken: cancellationToken);
        }
        catch (RpcException unknown) when (unknown.StatusCode == StatusCode.NotFound)
        {
            return null;
        }
    }

    private async Task<Payment?> TryAuthorizeAsync(Ride ride, string paymentId, Money amount, CancellationToken cancellationToken)
    {
        var request = new AuthorizePaymentRequest
        {
            PaymentId = paymentId,
            Order = RideNames.Of(ride.Id),
            Amount = amount.ToProto(),
            PaymentToken = ride.PaymentToken,
            Owner = ride.Rider,
        };
        try
        {
            return await payments.AuthorizePaymentAsync(request, cancellationToken: cancellationToken);
        }
        catch (RpcException refused) when (refused.StatusCode is StatusCode.FailedPrecondition or StatusCode.InvalidArgument)
        {
            return null;
        }
    }
}
