using System.Globalization;
using System.Text.Json;
using Microsoft.Extensions.Options;
using Platform.Monetary;
using Platform.Payments.Domain;

namespace Platform.Payments.Providers.Stripe;

/// <summary>
/// Stripe's payment intents with manual capture, and refunds (https://docs.stripe.com/api/payment_intents). Cards are tokens, so no card number comes here.
/// </summary>
internal sealed class StripeProvider(StripeClient client, IOptions<PaymentsOptions> options) : IPaymentProvider
{
    // What Stripe answers where an intent is not in the state for a call: the call came again, or something else was faster.
    private const string UnexpectedState = "payment_intent_unexpected_state";
    private const int PaymentRequired = 402;

    public async Task<ProviderIntent> AuthorizeAsync(string paymentId, Money amount, string token, CancellationToken cancellationToken)
    {
        var answer = await client.PostAsync(
            "v1/payment_intents",
            new Dictionary<string, string>
            {
                ["amount"] = Minor(amount),
                ["currency"] = amount.Currency.ToLowerInvariant(),
                ["capture_method"] = "manual",
                ["confirm"] = "true",
                ["payment_method_data[type]"] = "card",
                ["payment_method_data[card][token]"] = token,
                ["payment_method_types[0]"] = "card",
                // Where the bank sends the buyer back to after 3-D Secure.
                ["return_url"] = options.Value.PublicUrl,
                ["metadata[payment_id]"] = paymentId,
            },
            paymentId,
            cancellationToken);
        // A declined card is an error that carries the intent.
        return answer.Status == PaymentRequired && answer.Error.TryGetProperty("payment_intent", out var intent)
            ? StripeJson.Intent(intent) with { PaymentId = paymentId, DeclineCode = Code(answer.Error) }
            : answer.IsSuccess ? StripeJson.Intent(answer.Body)
            : answer.IsRefusal ? new ProviderIntent { Id = "", PaymentId = paymentId, Status = IntentStatus.RequiresPaymentMethod, DeclineCode = Code(answer.Error) }
            : throw ProviderFailures.Unavailable();
    }

    public Task<ProviderIntent> CaptureAsync(string intentId, Money amount, string key, CancellationToken cancellationToken) =>
        ChangeAsync(intentId, "capture", new Dictionary<string, string> { ["amount_to_capture"] = Minor(amount) }, key, cancellationToken);

    public Task<ProviderIntent> CancelAsync(string intentId, string key, CancellationToken cancellationToken) =>
        intentId.Length == 0
            ? Task.FromResult(new ProviderIntent { Id = "", Status = IntentStatus.Canceled })
            : ChangeAsync(intentId, "cancel", new Dictionary<string, string>(), key, cancellationToken);

    public async Task<bool?> RefundAsync(string intentId, Money amount, string key, CancellationToken cancellationToken)
    {
        var form = new Dictionary<string, string> { ["payment_intent"] = intentId, ["amount"] = Minor(amount) };
        var answer = await client.PostAsync("v1/refunds", form, key, cancellationToken);
        if (!answer.IsSuccess)
        {
            return answer.IsRefusal ? false : throw ProviderFailures.Unavailable();
        }

        return answer.Body.GetProperty("status").GetString() switch
        {
            "succeeded" => true,
            "failed" or "canceled" => false,
            _ => null,
        };
    }

    public async Task<ProviderIntent> GetAsync(string intentId, CancellationToken cancellationToken)
    {
        var answer = await client.GetAsync("v1/payment_intents/" + Uri.EscapeDataString(intentId), cancellationToken);
        return answer.IsSuccess ? StripeJson.Intent(answer.Body) : throw ProviderFailures.Unavailable();
    }

    private static string Minor(Money amount) => amount.ToMinorUnits().ToString(CultureInfo.InvariantCulture);

    private static string Code(JsonElement error) =>
        error.TryGetProperty("decline_code", out var decline) ? decline.GetString() ?? "" : error.TryGetProperty("code", out var code) ? code.GetString() ?? "" : "";

    private async Task<ProviderIntent> ChangeAsync(
        string intentId, string verb, Dictionary<string, string> form, string key, CancellationToken cancellationToken)
    {
        var answer = await client.PostAsync($"v1/payment_intents/{Uri.EscapeDataString(intentId)}/{verb}", form, key, cancellationToken);
        return answer.IsSuccess ? StripeJson.Intent(answer.Body)
            : Code(answer.Error) == UnexpectedState ? await GetAsync(intentId, cancellationToken)
            : throw ProviderFailures.Unavailable();
    }
}
