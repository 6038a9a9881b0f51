using Platform.Hosting.Failures;
using Platform.Monetary;
using Platform.Payments.Domain;

namespace Platform.Payments.Providers;

/// <summary>
/// Who moves the money. Each call has a key: repeated with it, also long after, it does once what it asks for and answers the same. Where the provider finds that a
/// payment is not in the state that the call needs, the answer is the payment as it stands.
/// </summary>
internal interface IPaymentProvider
{
    /// <summary>Sets money aside.</summary>
    /// <exception cref="UnavailableException">PROVIDER_UNAVAILABLE: it did not answer. What it did is not known.</exception>
    Task<ProviderIntent> AuthorizeAsync(string paymentId, Money amount, string token, CancellationToken cancellationToken);

    /// <summary>Takes money that is set aside.</summary>
    /// <exception cref="UnavailableException">PROVIDER_UNAVAILABLE: it did not answer. What it did is not known.</exception>
    Task<ProviderIntent> CaptureAsync(string intentId, Money amount, string key, CancellationToken cancellationToken);

    /// <summary>Sets money free.</summary>
    /// <exception cref="UnavailableException">PROVIDER_UNAVAILABLE: it did not answer. What it did is not known.</exception>
    Task<ProviderIntent> CancelAsync(string intentId, string key, CancellationToken cancellationToken);

    /// <summary>Gives money back.</summary>
    /// <returns>Whether it does: true, false for a refusal, null where it takes its time and is to be asked again with the same key.</returns>
    /// <exception cref="UnavailableException">PROVIDER_UNAVAILABLE: it did not answer. What it did is not known.</exception>
    Task<bool?> RefundAsync(string intentId, Money amount, string key, CancellationToken cancellationToken);

    /// <summary>Reads a payment.</summary>
    /// <exception cref="UnavailableException">PROVIDER_UNAVAILABLE: it did not answer.</exception>
    Task<ProviderIntent> GetAsync(string intentId, CancellationToken cancellationToken);
}

/// <summary>Failures of providers.</summary>
internal static class ProviderFailures
{
    public static UnavailableException Unavailable() => new("PROVIDER_UNAVAILABLE", "The payment provider does not answer; try again.");
}
