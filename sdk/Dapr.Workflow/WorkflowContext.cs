using Microsoft.Extensions.Logging;

namespace Dapr.Workflow;

/// <summary>Everything that the code of a workflow may use. It belongs to the workflow's turn: no other thread may call it.</summary>
public abstract class WorkflowContext : IWorkflowContext
{
    /// <summary>The name of the workflow.</summary>
    public abstract string Name { get; }

    /// <summary>The id of the instance.</summary>
    public abstract string InstanceId { get; }

    /// <inheritdoc />
    public abstract DateTime CurrentUtcDateTime { get; }

    /// <inheritdoc />
    public abstract bool IsReplaying { get; }

    /// <summary>
    /// Whether the instance runs with a change of the code. An instance that passed this point before the change stays with the old code; all
    /// others get the new one, for the rest of their life.
    /// </summary>
    /// <param name="patchName">Names the change; case matters.</param>
    public abstract bool IsPatched(string patchName);

    /// <summary>Calls an activity that returns nothing.</summary>
    /// <inheritdoc cref="CallActivityAsync{T}" />
    public virtual Task CallActivityAsync(string name, object? input = null, WorkflowTaskOptions? options = null) =>
        CallActivityAsync<object>(name, input, options);

    /// <summary>Calls an activity. It runs in any worker of the app, at least once.</summary>
    /// <typeparam name="T">The type of the output.</typeparam>
    /// <param name="name">The name of the activity.</param>
    /// <param name="input">The input, which must be serializable.</param>
    /// <param name="options">Retries, and the app that has the activity.</param>
    /// <exception cref="WorkflowTaskFailedException">The task fails with it when the activity failed, retries included.</exception>
    public abstract Task<T> CallActivityAsync<T>(string name, object? input = null, WorkflowTaskOptions? options = null);

    /// <summary>Waits for a length of time, however long and through restarts.</summary>
    /// <param name="delay">How long.</param>
    /// <param name="cancellationToken">Ends the wait; it must be cancelled by the workflow's own code.</param>
    public virtual Task CreateTimer(TimeSpan delay, CancellationToken cancellationToken = default) =>
        CreateTimer(CurrentUtcDateTime.Add(delay), cancellationToken);

    /// <summary>Waits until a time, however long and through restarts.</summary>
    /// <param name="fireAt">Until when; local time is converted to UTC, an unspecified kind is UTC.</param>
    /// <param name="cancellationToken">Ends the wait; it must be cancelled by the workflow's own code.</param>
    public abstract Task CreateTimer(DateTime fireAt, CancellationToken cancellationToken);

    /// <summary>Waits for an event from outside. Events that came before are kept, in order.</summary>
    /// <typeparam name="T">The type of the payload.</typeparam>
    /// <param name="eventName">The name of the event; case does not matter.</param>
    /// <param name="cancellationToken">Ends the wait; it must be cancelled by the workflow's own code.</param>
    public abstract Task<T> WaitForExternalEventAsync<T>(string eventName, CancellationToken cancellationToken = default);

    /// <summary>Waits for an event from outside, but not for ever.</summary>
    /// <typeparam name="T">The type of the payload.</typeparam>
    /// <param name="eventName">The name of the event; case does not matter.</param>
    /// <param name="timeout">How long.</param>
    /// <exception cref="TaskCanceledException">The task is cancelled when the event does not come in time.</exception>
    public virtual async Task<T> WaitForExternalEventAsync<T>(string eventName, TimeSpan timeout)
    {
        using var timerEnd = new CancellationTokenSource();
        using var eventEnd = new CancellationTokenSource();
        var timer = CreateTimer(timeout, timerEnd.Token);
        var externalEvent = WaitForExternalEventAsync<T>(eventName, eventEnd.Token);
        var first = await Task.WhenAny(externalEvent, timer);
        // Not CancelAsync: it would go on in another thread.
#pragma warning disable CA1849, MA0042
        (first == timer ? eventEnd : timerEnd).Cancel();
#pragma warning restore CA1849, MA0042
        return await externalEvent;
    }

    /// <summary>Sends an event to another instance, which gets it once. An instance that has ended ignores it.</summary>
    /// <param name="instanceId">The other instance.</param>
    /// <param name="eventName">The name of the event.</param>
    /// <param name="payload">The payload, which must be serializable.</param>
    public abstract void SendEvent(string instanceId, string eventName, object payload);

    /// <summary>Sets what the instance says of itself to those who read its state.</summary>
    /// <param name="customStatus">Anything serializable.</param>
    public abstract void SetCustomStatus(object? customStatus);

    /// <summary>Runs another workflow as a child and waits for its output.</summary>
    /// <typeparam name="TResult">The type of the output.</typeparam>
    /// <param name="workflowName">The name of the other workflow.</param>
    /// <param name="input">The input, which must be serializable.</param>
    /// <param name="options">Id of the child, retries, and the app that has the workflow.</param>
    /// <exception cref="WorkflowTaskFailedException">The task fails with it when the child failed or was terminated, retries included.</exception>
    public abstract Task<TResult> CallChildWorkflowAsync<TResult>(
        string workflowName, object? input = null, ChildWorkflowTaskOptions? options = null);

    /// <summary>Runs another workflow as a child and waits for its end.</summary>
    /// <inheritdoc cref="CallChildWorkflowAsync{TResult}" />
    public virtual Task CallChildWorkflowAsync(string workflowName, object? input = null, ChildWorkflowTaskOptions? options = null) =>
        CallChildWorkflowAsync<object>(workflowName, input, options);

    /// <summary>Makes a logger that is silent while <see cref="IsReplaying"/>.</summary>
    public abstract ILogger CreateReplaySafeLogger(string categoryName);

    /// <inheritdoc cref="CreateReplaySafeLogger(string)" />
    public abstract ILogger CreateReplaySafeLogger(Type type);

    /// <inheritdoc cref="CreateReplaySafeLogger(string)" />
    public abstract ILogger CreateReplaySafeLogger<T>();

    /// <summary>
    /// Ends this execution and starts the workflow anew with an empty history, under the same id. Return right after it. Activities, timers and
    /// children that are still open are forgotten.
    /// </summary>
    /// <param name="newInput">The input of the next execution.</param>
    /// <param name="preserveUnprocessedEvents">Whether the next execution gets the external events that nobody waited for.</param>
    public abstract void ContinueAsNew(object? newInput = null, bool preserveUnprocessedEvents = true);

    /// <summary>Makes a GUID that is the same in every replay.</summary>
    public abstract Guid NewGuid();
}
