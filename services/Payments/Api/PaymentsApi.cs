using Grpc.Core;
using Platform.Hosting;
using Platform.Hosting.Access;
using Platform.Hosting.Failures;
using Platform.Payments.Application;
using Platform.Payments.Storage;
using Platform.Payments.V1;

namespace Platform.Payments.Api;

/// <summary>The API of payments.</summary>
internal sealed class PaymentsApi(PaymentFlow flow, PaymentStore store, WebhookReceiver webhooks) : PaymentsService.PaymentsServiceBase
{
    private const string Admin = "admin";
    private const string SignatureHeader = "stripe-signature";
    private const int MaxWebhookSize = 256 * 1024;

    public override async Task<Payment> AuthorizePayment(AuthorizePaymentRequest request, ServerCallContext context)
    {
        var caller = context.Principal();
        var wanted = PaymentValidator.Check(request, caller.Kind == PrincipalKind.User ? caller.UserId : "");
        return PaymentMapper.ToProto(await flow.AuthorizeAsync(wanted, context.CancellationToken));
    }

    public override async Task<Payment> CapturePayment(CapturePaymentRequest request, ServerCallContext context)
    {
        var amount = PaymentValidator.Check(request);
        return PaymentMapper.ToProto(await flow.CaptureAsync(request.PaymentId, amount, context.CancellationToken));
    }

    public override async Task<Payment> VoidPayment(VoidPaymentRequest request, ServerCallContext context)
    {
        PaymentValidator.Require(request.PaymentId);
        return PaymentMapper.ToProto(await flow.VoidAsync(request.PaymentId, context.CancellationToken));
    }

    public override async Task<Payment> RefundPayment(RefundPaymentRequest request, ServerCallContext context)
    {
        var amount = PaymentValidator.Check(request);
        return PaymentMapper.ToProto(await flow.RefundAsync(request.PaymentId, request.RefundId, amount, context.CancellationToken));
    }

    public override async Task<Payment> GetPayment(GetPaymentRequest request, ServerCallContext context) =>
        PaymentMapper.ToProto(await GetOwnAsync(request.Name, context));

    public override async Task<Payment> ConfirmPayment(ConfirmPaymentRequest request, ServerCallContext context)
    {
        var payment = await GetOwnAsync(request.Name, context);
        return PaymentMapper.ToProto(await flow.ConfirmAsync(payment.Id, context.CancellationToken));
    }

    public override async Task<ListPaymentsResponse> ListPayments(ListPaymentsRequest request, ServerCallContext context)
    {
        var size = Pages.Size(request.PageSize);
        var (payments, next) = await store.ListAsync(PageToken.Decode(request.PageToken, "payments", PaymentStore.Shards), size, context.CancellationToken);
        return new ListPaymentsResponse
        {
            Payments = { payments.Select(PaymentMapper.ToProto) },
            NextPageToken = next is null ? "" : PageToken.Encode(next, "payments"),
        };
    }

    public override async Task<ReceiveWebhookResponse> ReceiveWebhook(ReceiveWebhookRequest request, ServerCallContext context)
    {
        var body = request.Body?.Data.Memory ?? default;
        new FieldValidator().Require(body.Length is > 0 and <= MaxWebhookSize, "body", "must be 1 byte to 256 KiB").ThrowIfInvalid();
        await webhooks.ReceiveAsync(body, context.RequestHeaders.GetValue(SignatureHeader) ?? "", context.CancellationToken);
        return new ReceiveWebhookResponse();
    }

    // Somebody else's payment looks like none.
    private async Task<Domain.Payment> GetOwnAsync(string name, ServerCallContext context)
    {
        var caller = context.Principal();
        return await store.FindAsync(PaymentNames.Id(name), context.CancellationToken) is { } payment && (caller.IsOwner(payment.Owner) || caller.HasRole(Admin))
            ? payment
            : throw new NotFoundException("PAYMENT_NOT_FOUND", "There is no such payment.");
    }
}
