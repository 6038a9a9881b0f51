using Dapr.Actors;
using Dapr.Actors.Client;
using Platform.Hosting.Failures;
using Platform.Monetary;
using Platform.Payments.Domain;

namespace Platform.Payments.Providers.Simulator;

/// <summary>The embedded provider: Stripe's states and test tokens, and no money. What it has is durable, so it remembers what our own services forget in a crash.</summary>
internal sealed class SimulatedProvider(IActorProxyFactory proxies, ILogger<SimulatedProvider> logger) : IPaymentProvider
{
    public Task<ProviderIntent> AuthorizeAsync(string paymentId, Money amount, string token, CancellationToken cancellationToken) =>
        AskAsync(() => Actor(paymentId).AuthorizeAsync(new SimulatorOrder(amount.Currency, amount.ToMinorUnits(), token), cancellationToken));

    public Task<ProviderIntent> CaptureAsync(string intentId, Money amount, string key, CancellationToken cancellationToken) =>
        AskAsync(() => Actor(PaymentOf(intentId)).CaptureAsync(new SimulatorCall(amount.ToMinorUnits(), key), cancellationToken));

    public Task<ProviderIntent> CancelAsync(string intentId, string key, CancellationToken cancellationToken) =>
        AskAsync(() => Actor(PaymentOf(intentId)).CancelAsync(new SimulatorCall(0, key), cancellationToken));

    public Task<bool?> RefundAsync(string intentId, Money amount, string key, CancellationToken cancellationToken) =>
        CallAsync(() => Actor(PaymentOf(intentId)).RefundAsync(new SimulatorCall(amount.ToMinorUnits(), key), cancellationToken));

    public Task<ProviderIntent> GetAsync(string intentId, CancellationToken cancellationToken) => AskAsync(async () =>
        await RecordAsync(PaymentOf(intentId), cancellationToken) is { } intent ? SimulatedBank.View(intent, publicUrl: "") : null);

    /// <summary>All that the provider has of a payment; null for an unknown one.</summary>
    public Task<SimulatedIntent?> RecordAsync(string paymentId, CancellationToken cancellationToken) => Actor(paymentId).GetAsync(cancellationToken);

    /// <summary>Plays the buyer who is asked by the bank. False where nobody asked.</summary>
    public Task<bool> ChallengeAsync(string paymentId, bool succeed, CancellationToken cancellationToken) => Actor(paymentId).ChallengeAsync(succeed, cancellationToken);

    private async Task<ProviderIntent> AskAsync(Func<Task<ProviderIntent?>> call) => await CallAsync(call) ?? throw ProviderFailures.Unavailable();

    private Task<T> CallAsync<T>(Func<Task<T>> call) => Dependency.CallAsync(call, ProviderFailures.Unavailable, logger);

    private static string PaymentOf(string intentId) => System.Text.Encoding.ASCII.GetString(Convert.FromHexString(intentId["pi_".Length..]));

    private ISimulatorActor Actor(string paymentId) => proxies.CreateActorProxy<ISimulatorActor>(new ActorId(paymentId), SimulatorActor.Type);
}
