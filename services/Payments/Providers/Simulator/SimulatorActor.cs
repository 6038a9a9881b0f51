using Dapr.Actors;
using Dapr.Actors.Runtime;
using Microsoft.Extensions.Options;
using Platform.Payments.Application;
using Platform.Payments.Domain;

namespace Platform.Payments.Providers.Simulator;

/// <summary>A payment at the simulated provider. Its id is our id of the payment.</summary>
internal interface ISimulatorActor : IActor
{
    /// <summary>Sets money aside. Null where the caller does not hear what came of it.</summary>
    Task<ProviderIntent?> AuthorizeAsync(SimulatorOrder order, CancellationToken cancellationToken = default);

    /// <summary>Takes money. Null for an unknown payment.</summary>
    Task<ProviderIntent?> CaptureAsync(SimulatorCall call, CancellationToken cancellationToken = default);

    /// <summary>Sets money free. Null for an unknown payment.</summary>
    Task<ProviderIntent?> CancelAsync(SimulatorCall call, CancellationToken cancellationToken = default);

    /// <summary>Gives money back. Null for an unknown payment.</summary>
    Task<bool?> RefundAsync(SimulatorCall call, CancellationToken cancellationToken = default);

    /// <summary>Plays the buyer. False where nobody asked.</summary>
    Task<bool> ChallengeAsync(bool succeed, CancellationToken cancellationToken = default);

    /// <summary>All that the provider has. Null for an unknown payment.</summary>
    Task<SimulatedIntent?> GetAsync(CancellationToken cancellationToken = default);
}

/// <summary>Asks to set money aside.</summary>
internal sealed record SimulatorOrder(string Currency, long Amount, string Token);

/// <summary>Asks for something with a payment.</summary>
internal sealed record SimulatorCall(long Amount, string Key);

/// <inheritdoc cref="ISimulatorActor" />
internal sealed class SimulatorActor(ActorHost host, TimeProvider clock, WebhookReceiver receiver, WebhookSecret secret, IOptions<PaymentsOptions> options)
    : Actor(host), ISimulatorActor, IRemindable
{
    /// <summary>The type of the actors.</summary>
    public const string Type = "SimulatedPayment";

    private const string StateName = "intent";
    private const string WebhookReminder = "webhooks";
    private static readonly TimeSpan WebhookRetry = TimeSpan.FromSeconds(10);

    private string PublicUrl => options.Value.PublicUrl;

    private DateTimeOffset Now => clock.GetUtcNow();

    public async Task<ProviderIntent?> AuthorizeAsync(SimulatorOrder order, CancellationToken cancellationToken = default)
    {
        var known = await GetAsync(cancellationToken)
            ?? new SimulatedIntent { PaymentId = Id.GetId(), Currency = order.Currency, Amount = order.Amount, Token = order.Token };
        var (intent, isAnswered) = SimulatedBank.Authorize(known, PublicUrl, Now);
        await KeepAsync(known, intent);
        return isAnswered ? SimulatedBank.View(intent, PublicUrl) : null;
    }

    public Task<ProviderIntent?> CaptureAsync(SimulatorCall call, CancellationToken cancellationToken = default) =>
        ChangeAsync(intent => SimulatedBank.Capture(intent, call.Amount, call.Key, PublicUrl, Now));

    public Task<ProviderIntent?> CancelAsync(SimulatorCall call, CancellationToken cancellationToken = default) =>
        ChangeAsync(intent => SimulatedBank.Cancel(intent, call.Key, PublicUrl, Now));

    public async Task<bool?> RefundAsync(SimulatorCall call, CancellationToken cancellationToken = default)
    {
        if (await GetAsync(cancellationToken) is not { } known)
        {
            return null;
        }

        var (intent, succeeded) = SimulatedBank.Refund(known, call.Amount, call.Key, Now);
        await KeepAsync(known, intent);
        return succeeded;
    }

    public async Task<bool> ChallengeAsync(bool succeed, CancellationToken cancellationToken = default)
    {
        if (await GetAsync(cancellationToken) is not { } known || SimulatedBank.Challenge(known, succeed, PublicUrl, Now) is not { } intent)
        {
            return false;
        }

        await KeepAsync(known, intent);
        return true;
    }

    public async Task<SimulatedIntent?> GetAsync(CancellationToken cancellationToken = default)
    {
        var state = await StateManager.TryGetStateAsync<SimulatedIntent>(StateName, cancellationToken);
        return state.HasValue ? state.Value : null;
    }

    /// <summary>Sends the webhooks that are due, through the same door as those that come from outside.</summary>
    public async Task ReceiveReminderAsync(string reminderName, byte[] state, TimeSpan dueTime, TimeSpan period)
    {
        var intent = await GetAsync();
        foreach (var webhook in intent?.Webhooks.Where(webhook => webhook.DueTime <= Now) ?? [])
        {
            var body = StripeJson.Event(webhook.EventId, webhook.Type, webhook.Intent, Now);
            var signature = StripeSignature.Sign(await secret.ReadAsync(CancellationToken.None), body, Now);
            for (var copy = 0; copy < webhook.Copies; copy++)
            {
                await receiver.ReceiveAsync(body, signature, CancellationToken.None);
                intent = intent!.Logged("webhook", webhook.EventId, null, webhook.Type, Now);
            }

            intent = intent! with { Webhooks = [.. intent.Webhooks.Where(each => each.EventId != webhook.EventId)] };
        }

        if (intent is not null)
        {
            await StateManager.SetStateAsync(StateName, intent);
            await StateManager.SaveStateAsync();
        }

        if (intent is not { Webhooks.Count: > 0 })
        {
            await UnregisterReminderAsync(WebhookReminder);
        }
    }

    private async Task<ProviderIntent?> ChangeAsync(Func<SimulatedIntent, SimulatedIntent> change)
    {
        if (await GetAsync() is not { } known)
        {
            return null;
        }

        var intent = change(known);
        await KeepAsync(known, intent);
        return SimulatedBank.View(intent, PublicUrl);
    }

    private async Task KeepAsync(SimulatedIntent before, SimulatedIntent after)
    {
        await StateManager.SetStateAsync(StateName, after);
        if (after.Webhooks.Count > before.Webhooks.Count)
        {
            var due = after.Webhooks.Min(webhook => webhook.DueTime) - Now;
            await RegisterReminderAsync(WebhookReminder, [], due > TimeSpan.Zero ? due : TimeSpan.Zero, WebhookRetry);
        }
    }
}
