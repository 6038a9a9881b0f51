using Grpc.Core;
using Platform.Payments.V1;
using PaymentState = Platform.Payments.V1.Payment.Types.State;

namespace Platform.Payments.Tests.Api;

public sealed class PaymentLifeTests(PaymentsFixture payments) : IClassFixture<PaymentsFixture>
{
    private readonly string _id = Guid.NewGuid().ToString("N");

    [Fact]
    public async Task Authorize_Capture_Refund_MovesAndBooksOnce()
    {
        (await payments.Client.AuthorizePaymentAsync(Calls.Authorize(_id))).State.ShouldBe(PaymentState.Authorized);
        (await payments.Client.AuthorizePaymentAsync(Calls.Authorize(_id))).State.ShouldBe(PaymentState.Authorized);
        (await payments.Client.CapturePaymentAsync(Calls.Capture(_id, 80))).CapturedAmount.ShouldBe(Calls.Usd(80));
        (await payments.Client.CapturePaymentAsync(Calls.Capture(_id, 80))).State.ShouldBe(PaymentState.Captured);
        (await payments.Client.RefundPaymentAsync(Calls.Refund(_id, "r1", 30))).RefundedAmount.ShouldBe(Calls.Usd(30));
        (await payments.Client.RefundPaymentAsync(Calls.Refund(_id, "r1", 30))).RefundedAmount.ShouldBe(Calls.Usd(30));
        (await payments.Client.RefundPaymentAsync(Calls.Refund(_id, "r2"))).State.ShouldBe(PaymentState.Refunded);

        var record = await payments.RecordAsync(_id);
        (record.Status, record.CapturedAmount, record.RefundedAmount).ShouldBe(("succeeded", Calls.Usd(80), Calls.Usd(80)));
        record.Log.Where(line => line.Operation != "webhook").Select(line => line.Operation).ShouldBe(["authorize", "capture", "refund", "refund"]);
        var entries = await payments.Ledger.ListJournalEntriesAsync(new ListJournalEntriesRequest { PageSize = 500 }, Calls.Admin);
        entries.Entries.Where(entry => entry.Payment == "payments/" + _id).Select(entry => entry.Event).Order().ShouldBe(["AUTHORIZED", "CAPTURED", "REFUNDED", "REFUNDED"]);
    }

    [Theory]
    [InlineData("tok_chargeDeclined", "generic_decline")]
    [InlineData("tok_chargeDeclinedInsufficientFunds", "insufficient_funds")]
    [InlineData("tok_nobodyKnows", "invalid_token")]
    public async Task Authorize_BadCard_IsDeclined(string token, string code)
    {
        var payment = await payments.Client.AuthorizePaymentAsync(Calls.Authorize(_id, token));

        (payment.State, payment.DeclineCode).ShouldBe((PaymentState.Declined, code));
        (await payments.Client.VoidPaymentAsync(Calls.Void(_id))).State.ShouldBe(PaymentState.Declined);
    }

    [Theory]
    [InlineData(true, PaymentState.Authorized, "")]
    [InlineData(false, PaymentState.Declined, "authentication_required")]
    public async Task Authorize_ThreeDSecure_WaitsForTheBuyer(bool succeeds, PaymentState expected, string code)
    {
        var asked = await payments.Client.AuthorizePaymentAsync(Calls.Authorize(_id, "tok_threeDSecure2Required"));
        await payments.Simulator.CompleteChallengeAsync(new CompleteChallengeRequest { Payment = asked.Name, Succeed = succeeds });
        var confirmed = await payments.Client.ConfirmPaymentAsync(new ConfirmPaymentRequest { Name = asked.Name }, Calls.By("ann"));

        asked.State.ShouldBe(PaymentState.RequiresAction);
        asked.NextActionUrl.ShouldNotBeEmpty();
        (confirmed.State, confirmed.DeclineCode, confirmed.NextActionUrl).ShouldBe((expected, code, ""));
    }

    [Fact]
    public async Task Authorize_AnswerIsLost_IsDoneOnceWithTheNextCall()
    {
        (await payments.Client.AuthorizePaymentAsync(Calls.Authorize(_id, "tok_simulatorTimeout")).ShouldFailWithFactsAsync(StatusCode.Unavailable)).Reason.ShouldBe("PROVIDER_UNAVAILABLE");
        (await payments.GetAsync(_id)).State.ShouldBe(PaymentState.Authorizing);

        (await payments.Client.AuthorizePaymentAsync(Calls.Authorize(_id, "tok_simulatorTimeout"))).State.ShouldBe(PaymentState.Authorized);
        (await payments.RecordAsync(_id)).Log.Count(line => line is { Operation: "authorize", Result: "succeeded" }).ShouldBe(1);
    }

    [Fact]
    public async Task Void_AnswerWasLost_SetsFree()
    {
        await payments.Client.AuthorizePaymentAsync(Calls.Authorize(_id, "tok_simulatorTimeout")).ShouldFailWithFactsAsync(StatusCode.Unavailable);

        (await payments.Client.VoidPaymentAsync(Calls.Void(_id))).State.ShouldBe(PaymentState.Voided);
        (await payments.Client.VoidPaymentAsync(Calls.Void(_id))).State.ShouldBe(PaymentState.Voided);

        (await payments.RecordAsync(_id)).Status.ShouldBe("canceled");
    }

    [Fact]
    public async Task Void_BeforeAuthorize_KeepsTheLateOneOut()
    {
        (await payments.Client.VoidPaymentAsync(Calls.Void(_id))).State.ShouldBe(PaymentState.Voided);

        (await payments.Client.AuthorizePaymentAsync(Calls.Authorize(_id)).ShouldFailWithFactsAsync(StatusCode.FailedPrecondition)).Reason.ShouldBe("PAYMENT_VOIDED");
    }

    [Fact]
    public async Task CaptureAndVoid_AtOnce_OneWins()
    {
        await payments.Client.AuthorizePaymentAsync(Calls.Authorize(_id));

        var capture = TryAsync(payments.Client.CapturePaymentAsync(Calls.Capture(_id)));
        var isVoided = await TryAsync(payments.Client.VoidPaymentAsync(Calls.Void(_id)));

        (await capture).ShouldBe(!isVoided);
        (await payments.GetAsync(_id)).State.ShouldBe(isVoided ? PaymentState.Voided : PaymentState.Captured);
        (await payments.RecordAsync(_id)).Status.ShouldBe(isVoided ? "canceled" : "succeeded");
    }

    [Fact]
    public async Task Capture_SameIdOtherAmount_SaysSo()
    {
        await payments.Client.AuthorizePaymentAsync(Calls.Authorize(_id));
        await payments.Client.CapturePaymentAsync(Calls.Capture(_id, 80));

        (await payments.Client.CapturePaymentAsync(Calls.Capture(_id, 81)).ShouldFailWithFactsAsync(StatusCode.InvalidArgument)).Reason.ShouldBe("REQUEST_ID_REUSED");
        (await payments.Client.AuthorizePaymentAsync(Calls.Authorize(_id, units: 99)).ShouldFailWithFactsAsync(StatusCode.InvalidArgument)).Reason.ShouldBe("REQUEST_ID_REUSED");
    }

    [Fact]
    public async Task Refund_MoreThanIsLeft_IsRefused()
    {
        await payments.Client.AuthorizePaymentAsync(Calls.Authorize(_id));
        (await payments.Client.RefundPaymentAsync(Calls.Refund(_id, "r", 1)).ShouldFailWithFactsAsync(StatusCode.FailedPrecondition)).Reason.ShouldBe("PAYMENT_STATE");
        await payments.Client.CapturePaymentAsync(Calls.Capture(_id));
        await payments.Client.RefundPaymentAsync(Calls.Refund(_id, "r1", 60));

        (await payments.Client.RefundPaymentAsync(Calls.Refund(_id, "r2", 41)).ShouldFailWithFactsAsync(StatusCode.FailedPrecondition)).Reason.ShouldBe("REFUND_TOO_LARGE");
    }

    [Fact]
    public async Task Refund_ProviderRefuses_BooksNothing()
    {
        await payments.Client.AuthorizePaymentAsync(Calls.Authorize(_id, "tok_refundFail"));
        await payments.Client.CapturePaymentAsync(Calls.Capture(_id));

        (await payments.Client.RefundPaymentAsync(Calls.Refund(_id, "r1", 60)).ShouldFailWithFactsAsync(StatusCode.FailedPrecondition)).Reason.ShouldBe("REFUND_FAILED");
        (await payments.GetAsync(_id)).RefundedAmount.ShouldBe(Calls.Usd(0));
    }

    [Fact]
    public async Task Get_OfSomebodyElse_IsNotFound()
    {
        await payments.Client.AuthorizePaymentAsync(Calls.Authorize(_id));
        var request = new GetPaymentRequest { Name = "payments/" + _id };

        (await payments.Client.GetPaymentAsync(request, Calls.By("ann"))).Owner.ShouldBe("ann");
        (await payments.Client.GetPaymentAsync(request, Calls.By("eve")).ShouldFailWithFactsAsync(StatusCode.NotFound)).Reason.ShouldBe("PAYMENT_NOT_FOUND");
    }

    [Theory]
    [InlineData("4242424242424242")]
    [InlineData("4242-4242-4242-4242")]
    public async Task Authorize_CardNumber_IsRefused(string number) =>
        (await payments.Client.AuthorizePaymentAsync(Calls.Authorize(_id, number)).ShouldBeInvalidAsync()).ShouldBe(["payment_token"]);

    private static async Task<bool> TryAsync(AsyncUnaryCall<Payment> call)
    {
        try
        {
            await call;
            return true;
        }
        catch (RpcException failure) when (failure.StatusCode == StatusCode.FailedPrecondition)
        {
            return false;
        }
    }
}
