using Microsoft.Extensions.Options;
using Platform.Messaging;
using Platform.Payments.Actors;
using Platform.Payments.Application;
using Platform.Payments.Events;
using Platform.Payments.Providers;
using Platform.Payments.Providers.Simulator;
using Platform.Payments.Providers.Stripe;
using Platform.Payments.Storage;

namespace Platform.Payments;

internal static class PaymentsServices
{
    /// <summary>Adds everything that the APIs need.</summary>
    public static void AddPayments(this WebApplicationBuilder builder)
    {
        var services = builder.Services;
        services.AddOptions<PaymentsOptions>()
            .Configure<IConfiguration>(static (options, configuration) => options.PublicUrl = configuration["PUBLIC_URL"] ?? options.PublicUrl)
            .BindConfiguration(PaymentsOptions.Section)
            .ValidateOnStart();
        services.AddSingleton<IValidateOptions<PaymentsOptions>, PaymentsOptionsValidator>();
        services.AddActors(actors =>
        {
            actors.UseJsonSerialization = true;
            actors.Actors.RegisterActor<PaymentGuardActor>(PaymentGuardActor.Type);
            actors.Actors.RegisterActor<SimulatorActor>(SimulatorActor.Type);
        });
        services.AddSingleton<WebhookSecret>();
        services.AddSingleton<StripeKey>();
        services.AddSingleton<StripeClient>();
        services.AddSingleton<StripeProvider>();
        services.AddSingleton<SimulatedProvider>();
        services.AddSingleton<IPaymentProvider>(provider => provider.GetRequiredService<IOptions<PaymentsOptions>>().Value.Provider == ProviderKind.Stripe
            ? provider.GetRequiredService<StripeProvider>()
            : provider.GetRequiredService<SimulatedProvider>());
        services.AddSingleton<EventPublisher>();
        services.AddSingleton<PaymentEvents>();
        services.AddSingleton<PaymentStore>();
        services.AddSingleton<PaymentGuards>();
        services.AddSingleton<PaymentFlow>();
        services.AddSingleton<WebhookReceiver>();
        services.AddSingleton<Reconciliation>();
    }
}
