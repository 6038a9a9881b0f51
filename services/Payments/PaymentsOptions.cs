using Microsoft.Extensions.Options;

namespace Platform.Payments;

/// <summary>Who moves the money.</summary>
internal enum ProviderKind
{
    /// <summary>The embedded simulator: nobody moves any.</summary>
    Simulator,

    /// <summary>Stripe, or whoever speaks its API, through the binding <c>stripe</c>.</summary>
    Stripe,
}

/// <summary>Settings of the section <c>Payments</c>.</summary>
internal sealed class PaymentsOptions
{
    public const string Section = "Payments";

    /// <summary>Who moves the money.</summary>
    public ProviderKind Provider { get; set; } = ProviderKind.Simulator;

    /// <summary>Where buyers reach the platform. <c>PUBLIC_URL</c> unless set.</summary>
    public string PublicUrl { get; set; } = "http://localhost:8080";
}

/// <summary>Collects everything that is wrong with the settings.</summary>
internal sealed class PaymentsOptionsValidator : IValidateOptions<PaymentsOptions>
{
    public ValidateOptionsResult Validate(string? name, PaymentsOptions options) =>
        Uri.TryCreate(options.PublicUrl, UriKind.Absolute, out var url) && (url.Scheme == Uri.UriSchemeHttp || url.Scheme == Uri.UriSchemeHttps)
            ? ValidateOptionsResult.Success
            : ValidateOptionsResult.Fail($"{PaymentsOptions.Section}:{nameof(options.PublicUrl)} must be an http or https URL.");
}
