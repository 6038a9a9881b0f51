using System.Text.Json;
using Platform.Hosting.Failures;
using Platform.Payments.Domain;
using Platform.Payments.Providers;

namespace Platform.Payments.Application;

/// <summary>
/// Takes events of the provider. Who may send them is proved by the signature; that one sent again counts once, by its id, which commits with what it changes. Ids are kept
/// far longer than signatures are good for.
/// </summary>
internal sealed class WebhookReceiver(PaymentFlow payments, WebhookSecret secret, TimeProvider clock)
{
    /// <summary>Takes an event.</summary>
    /// <param name="body">Stripe's JSON, byte for byte.</param>
    /// <param name="signature">The header <c>Stripe-Signature</c>.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <exception cref="UnauthenticatedException">WEBHOOK_SIGNATURE: the signature is wrong or too old.</exception>
    /// <exception cref="InvalidArgumentException">The body is no event.</exception>
    public async Task ReceiveAsync(ReadOnlyMemory<byte> body, string signature, CancellationToken cancellationToken)
    {
        if (!StripeSignature.Verify(await secret.ReadAsync(cancellationToken), signature, body.Span, clock.GetUtcNow()))
        {
            throw new UnauthenticatedException("WEBHOOK_SIGNATURE", "The signature is wrong or too old.");
        }

        var (id, intent) = Parse(body);
        if (intent is { PaymentId.Length: > 0 })
        {
            await payments.HearAsync(id, intent, cancellationToken);
        }
    }

    private static (string Id, ProviderIntent? Intent) Parse(ReadOnlyMemory<byte> body)
    {
        try
        {
            return StripeJson.Event(body);
        }
        catch (Exception broken) when (broken is JsonException or InvalidOperationException or FormatException)
        {
            throw new InvalidArgumentException("body", "is no event");
        }
    }
}
