using Dapr.Client;

namespace Platform.Payments.Application;

/// <summary>A secret of the component <c>payments-secrets</c>, read once.</summary>
internal abstract class Secret(DaprClient dapr, string name)
{
    private const string Store = "payments-secrets";
    private string? _value;

    /// <summary>The secret.</summary>
    /// <exception cref="Dapr.DaprException">There is none.</exception>
    public async Task<string> ReadAsync(CancellationToken cancellationToken) =>
        _value ??= (await dapr.GetSecretAsync(Store, name, cancellationToken: cancellationToken))[name];
}

/// <summary>What webhooks are signed with.</summary>
internal sealed class WebhookSecret(DaprClient dapr) : Secret(dapr, "stripe-webhook-secret");

/// <summary>The key of Stripe's API.</summary>
internal sealed class StripeKey(DaprClient dapr) : Secret(dapr, "stripe-api-key");
