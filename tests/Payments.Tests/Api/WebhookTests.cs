using System.Text;
using Google.Api;
using Google.Protobuf;
using Grpc.Core;
using Microsoft.Extensions.DependencyInjection;
using Platform.Payments.Application;
using Platform.Payments.V1;
using Platform.Testing;
using PaymentState = Platform.Payments.V1.Payment.Types.State;
using StripeSignature = Platform.Payments.Domain.StripeSignature;

namespace Platform.Payments.Tests.Api;

public sealed class WebhookTests(PaymentsFixture payments) : IClassFixture<PaymentsFixture>
{
    private readonly string _id = Guid.NewGuid().ToString("N");

    [Fact]
    public async Task Webhook_OfALostAnswer_SettlesThePayment()
    {
        await payments.Client.AuthorizePaymentAsync(Calls.Authorize(_id, "tok_simulatorTimeout")).ShouldFailWithFactsAsync(StatusCode.Unavailable);

        payments.Clock.Advance(TimeSpan.FromSeconds(2));

        await Eventually.AssertAsync(async () => (await payments.GetAsync(_id)).State.ShouldBe(PaymentState.Authorized));
    }

    [Theory]
    [InlineData("tok_simulatorLateWebhook", 1)]
    [InlineData("tok_simulatorDuplicateWebhook", 2)]
    public async Task Webhook_LateOrTwice_ChangesNothingThatIsSettled(string token, int copies)
    {
        await payments.Client.AuthorizePaymentAsync(Calls.Authorize(_id, token));
        await payments.Client.CapturePaymentAsync(Calls.Capture(_id));
        var before = await payments.GetAsync(_id);

        payments.Clock.Advance(TimeSpan.FromSeconds(45));

        await Eventually.AssertAsync(async () =>
            (await payments.RecordAsync(_id)).Log.Count(line => line.Operation == "webhook").ShouldBe(2 * copies));
        (await payments.GetAsync(_id)).ShouldBe(before);
    }

    [Fact]
    public async Task Guard_LostAnswerAndNobodyAsksAgain_SettlesThePayment()
    {
        await payments.Client.AuthorizePaymentAsync(Calls.Authorize(_id, "tok_simulatorOutage")).ShouldFailWithFactsAsync(StatusCode.Unavailable);

        payments.Clock.Advance(TimeSpan.FromMinutes(1));
        await Eventually.AssertAsync(async () => (await payments.RecordAsync(_id)).Log.Count.ShouldBe(2));
        payments.Clock.Advance(TimeSpan.FromMinutes(1));

        await Eventually.AssertAsync(async () => (await payments.GetAsync(_id)).State.ShouldBe(PaymentState.Authorized));
    }

    [Fact]
    public async Task Receive_SignedEvent_IsHeardOnce()
    {
        var asked = await payments.Client.AuthorizePaymentAsync(Calls.Authorize(_id, "tok_threeDSecure2Required"));
        var body = Event("evt-" + _id, asked.ProviderId, "requires_capture");

        await ReceiveAsync(body, await SignAsync(body));
        await ReceiveAsync(body, await SignAsync(body));
        var late = Event("evt-late-" + _id, asked.ProviderId, "requires_action");
        await ReceiveAsync(late, await SignAsync(late));

        var payment = await payments.GetAsync(_id);
        payment.State.ShouldBe(PaymentState.Authorized);
        // So that the provider has it as we have it, which is compared in the end.
        await payments.Simulator.CompleteChallengeAsync(new CompleteChallengeRequest { Payment = asked.Name, Succeed = true });
    }

    [Fact]
    public async Task Receive_ForgedOrReplayedLate_IsRefused()
    {
        var asked = await payments.Client.AuthorizePaymentAsync(Calls.Authorize(_id, "tok_threeDSecure2Required"));
        var body = Event("evt-" + _id, asked.ProviderId, "requires_capture");
        var old = StripeSignature.Sign(await SecretAsync(), body, payments.Clock.GetUtcNow() - TimeSpan.FromMinutes(6));

        foreach (var signature in new[] { "", "t=1,v1=00", StripeSignature.Sign("guess", body, payments.Clock.GetUtcNow()), old })
        {
            (await Receive(body, signature).ShouldFailWithFactsAsync(StatusCode.Unauthenticated)).Reason.ShouldBe("WEBHOOK_SIGNATURE");
        }

        (await payments.GetAsync(_id)).State.ShouldBe(PaymentState.RequiresAction);
    }

    [Theory]
    [InlineData("[]")]
    [InlineData("{")]
    [InlineData("{\"object\":\"event\"}")]
    [InlineData("{\"object\":\"event\",\"id\":\"e\",\"type\":\"payment_intent.x\",\"data\":{\"object\":{\"object\":\"payment_intent\",\"status\":\"odd\"}}}")]
    public async Task Receive_NoEvent_IsInvalid(string text)
    {
        var body = Encoding.UTF8.GetBytes(text);

        (await Receive(body, await SignAsync(body)).ShouldBeInvalidAsync()).ShouldBe(["body"]);
    }

    [Fact]
    public async Task Receive_UnknownKind_IsAccepted()
    {
        var body = Encoding.UTF8.GetBytes("""{"object":"event","id":"e-x","type":"customer.created","data":{"object":{"object":"customer"}}}""");

        await ReceiveAsync(body, await SignAsync(body));
    }

    private byte[] Event(string id, string intentId, string status)
    {
        var intent = $$"""{"object":"payment_intent","id":"{{intentId}}","status":"{{status}}","currency":"usd","metadata":{"payment_id":"{{_id}}"}""";
        return Encoding.UTF8.GetBytes($$"""{"object":"event","id":"{{id}}","type":"payment_intent.updated","data":{"object":""" + intent + "}}}");
    }

    private Task<string> SecretAsync() => payments.Host.Services.GetRequiredService<WebhookSecret>().ReadAsync(CancellationToken.None);

    private async Task<string> SignAsync(byte[] body) => StripeSignature.Sign(await SecretAsync(), body, payments.Clock.GetUtcNow());

    private async Task ReceiveAsync(byte[] body, string signature) => await Receive(body, signature);

    private AsyncUnaryCall<ReceiveWebhookResponse> Receive(byte[] body, string signature) => payments.Client.ReceiveWebhookAsync(
        new ReceiveWebhookRequest { Body = new HttpBody { ContentType = "application/json", Data = ByteString.CopyFrom(body) } },
        new Metadata { { "stripe-signature", signature } });
}
