using Dapr.Client;

namespace Platform.State.Idempotency;

/// <summary>
/// Makes the handling of an event happen once, though the event comes at least once: its id commits with the writes that it causes. What else a
/// handler does (calls, mails) is not undone by a failed commit and happens again.
/// </summary>
/// <param name="dapr">The sidecar.</param>
/// <param name="storeName">The component, such as <c>statestore</c>. The writes must be to the same one.</param>
/// <param name="kind">Keeps inboxes apart in one store: one for each handler.</param>
/// <param name="lifetime">How long ids are remembered, longer than any broker tries to deliver; 7 days unless given.</param>
public sealed class Inbox(DaprClient dapr, string storeName, string kind, TimeSpan? lifetime = null)
{
    private static readonly TimeSpan DefaultLifetime = TimeSpan.FromDays(7);

    private readonly DocumentStore<HandledEvent> _events = new(dapr, storeName, kind);

    /// <summary>Commits what an event causes, unless it was handled before.</summary>
    /// <param name="eventId">The event, of any length.</param>
    /// <param name="plan">Reads what it needs and says what to write. Runs again from the start when somebody else was faster.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <returns>False when the event was handled before.</returns>
    /// <exception cref="Hosting.Failures.AbortedException">CONTENTION: others were faster every time.</exception>
    public async Task<bool> HandleOnceAsync(
        string eventId, Func<CancellationToken, Task<IReadOnlyList<StateTransactionRequest>>> plan, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(plan);
        var outcome = await Optimistic.RetryAsync(token => TryHandleAsync(KeyHash.Of(eventId), plan, token), cancellationToken);
        return outcome.IsNew;
    }

    private async Task<Outcome?> TryHandleAsync(
        string id, Func<CancellationToken, Task<IReadOnlyList<StateTransactionRequest>>> plan, CancellationToken cancellationToken)
    {
        var handled = await _events.GetAsync(id, cancellationToken);
        if (handled.Value is not null)
        {
            return new Outcome(IsNew: false);
        }

        var writes = await plan(cancellationToken);
        var record = _events.Put(handled, new HandledEvent(writes.Count), lifetime ?? DefaultLifetime);
        return await dapr.TryCommitAsync(storeName, [.. writes, record], cancellationToken) ? new Outcome(IsNew: true) : null;
    }

    /// <summary>Says that an event was handled.</summary>
    internal sealed record HandledEvent(int Writes);

    private sealed record Outcome(bool IsNew);
}
