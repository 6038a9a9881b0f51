using System.Collections.Concurrent;
using Dapr.Client;
using LocalDapr.Runtime.Hosting;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Platform.Hosting.Failures;
using Platform.Monetary;
using Platform.Payments.Application;
using Platform.Payments.Domain;
using Platform.Payments.Providers.Stripe;
using Platform.Testing;

namespace Platform.Payments.Tests.Providers;

/// <summary>The Stripe client, through a sidecar's HTTP binding, against a server that answers what Stripe documents.</summary>
public sealed class StripeProviderTests : IAsyncLifetime
{
    private readonly TempFolder _folder = new();
    private readonly ConcurrentQueue<Asked> _asked = new();
    private readonly ConcurrentQueue<(int Status, string Json)> _answers = new();
    private WebApplication _stripe = null!;
    private LocalDaprHost _sidecars = null!;
    private DaprClient _dapr = null!;

    private StripeProvider Provider => new(
        new StripeClient(_dapr, new StripeKey(_dapr), NullLogger<StripeClient>.Instance),
        Options.Create(new PaymentsOptions { PublicUrl = "https://shop.example" }));

    public async ValueTask InitializeAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        _stripe = builder.Build();
        _stripe.Urls.Add("http://127.0.0.1:0");
        _stripe.Run(AnswerAsync);
        await _stripe.StartAsync();
        await File.WriteAllTextAsync(_folder["components.yaml"], Components(_stripe.Urls.Single()));
        await File.WriteAllTextAsync(_folder["keys.json"], """{"stripe-api-key":"sk_test_1"}""");
        _sidecars = await LocalDaprHost.StartAsync(
            new LocalDaprOptions { ResourcesPaths = [_folder.Path], BaseFolder = _folder.Path }, [new AppOptions { AppId = "payments" }]);
        _dapr = new DaprClientBuilder().UseGrpcEndpoint($"http://127.0.0.1:{_sidecars["payments"].GrpcPort}").Build();
    }

    public async ValueTask DisposeAsync()
    {
        _dapr.Dispose();
        await _sidecars.DisposeAsync();
        await _stripe.DisposeAsync();
        _folder.Dispose();
    }

    [Fact]
    public async Task Authorize_GoodCard_AsksForAnIntentWithManualCapture()
    {
        _answers.Enqueue((200, Intent("requires_capture")));

        var intent = await Provider.AuthorizeAsync("p1", new Money("USD", 12.5m), "tok_visa", CancellationToken.None);

        intent.ShouldBe(new ProviderIntent { Id = "pi_1", PaymentId = "p1", Status = IntentStatus.RequiresCapture });
        var asked = _asked.ShouldHaveSingleItem();
        (asked.Method, asked.Path, asked.Key, asked.Authorization).ShouldBe(("POST", "/v1/payment_intents", "p1", "Bearer sk_test_1"));
        asked.Form["amount"].ShouldBe("1250");
        asked.Form["currency"].ShouldBe("usd");
        asked.Form["capture_method"].ShouldBe("manual");
        asked.Form["payment_method_data[card][token]"].ShouldBe("tok_visa");
        asked.Form["metadata[payment_id]"].ShouldBe("p1");
    }

    [Fact]
    public async Task Authorize_DeclinedCard_TellsWhy()
    {
        _answers.Enqueue((402, $$$"""{"error":{"type":"card_error","code":"card_declined","decline_code":"insufficient_funds","payment_intent":{{{Intent("requires_payment_method")}}}}}"""));

        var intent = await Provider.AuthorizeAsync("p1", new Money("USD", 1), "tok_x", CancellationToken.None);

        (intent.Id, intent.Status, intent.DeclineCode).ShouldBe(("pi_1", IntentStatus.RequiresPaymentMethod, "insufficient_funds"));
    }

    [Fact]
    public async Task Capture_SomethingElseWasFaster_ReadsHowItStands()
    {
        _answers.Enqueue((400, """{"error":{"type":"invalid_request_error","code":"payment_intent_unexpected_state"}}"""));
        _answers.Enqueue((200, Intent("canceled")));

        var intent = await Provider.CaptureAsync("pi_1", new Money("USD", 1), "p1:capture", CancellationToken.None);

        intent.Status.ShouldBe(IntentStatus.Canceled);
        _asked.Select(asked => $"{asked.Method} {asked.Path} {asked.Key}").ShouldBe(["POST /v1/payment_intents/pi_1/capture p1:capture", "GET /v1/payment_intents/pi_1 "]);
    }

    [Theory]
    [InlineData(200, """{"status":"succeeded"}""", true)]
    [InlineData(200, """{"status":"pending"}""", null)]
    [InlineData(200, """{"status":"failed"}""", false)]
    [InlineData(400, """{"error":{"code":"charge_already_refunded"}}""", false)]
    public async Task Refund_Answer_IsRead(int status, string json, bool? expected)
    {
        _answers.Enqueue((status, json));

        (await Provider.RefundAsync("pi_1", new Money("JPY", 500), "p1:refund:r", CancellationToken.None)).ShouldBe(expected);
        _asked.Single().Form["amount"].ShouldBe("500");
    }

    [Theory]
    [InlineData(500, "{}")]
    [InlineData(429, "{}")]
    [InlineData(401, "{}")]
    [InlineData(200, "<html>")]
    public async Task Authorize_NoUsefulAnswer_IsUnavailable(int status, string body)
    {
        _answers.Enqueue((status, body));

        var failure = await Should.ThrowAsync<UnavailableException>(() => Provider.AuthorizeAsync("p1", new Money("USD", 1), "tok_visa", CancellationToken.None));

        failure.Reason.ShouldBe("PROVIDER_UNAVAILABLE");
    }

    private static string Intent(string status) =>
        $$$"""{"object":"payment_intent","id":"pi_1","status":"{{{status}}}","currency":"usd","amount_received":0,"metadata":{"payment_id":"p1"}}""";

    private static string Components(string url) => $"""
        apiVersion: dapr.io/v1alpha1
        kind: Component
        metadata:
          name: stripe
        spec:
          type: bindings.http
          version: v1
          metadata:
            - name: url
              value: "{url}"
        ---
        apiVersion: dapr.io/v1alpha1
        kind: Component
        metadata:
          name: payments-secrets
        spec:
          type: secretstores.local.file
          version: v1
          metadata:
            - name: secretsFile
              value: "keys.json"
        """;

    private async Task AnswerAsync(HttpContext context)
    {
        var form = context.Request.HasFormContentType ? await context.Request.ReadFormAsync() : null;
        _asked.Enqueue(new Asked(
            context.Request.Method,
            context.Request.Path,
            context.Request.Headers["Idempotency-Key"].ToString(),
            context.Request.Headers.Authorization.ToString(),
            form?.ToDictionary(field => field.Key, field => field.Value.ToString()) ?? []));
        _answers.TryDequeue(out var answer).ShouldBeTrue();
        context.Response.StatusCode = answer.Status;
        await context.Response.WriteAsync(answer.Json);
    }

    private sealed record Asked(string Method, string Path, string Key, string Authorization, Dictionary<string, string> Form);
}
