using Dapr.Client;
using Platform.Hosting.Failures;

namespace Platform.State.Idempotency;

/// <summary>
/// Makes a mutation happen once, however often its request is sent: its result and its request id commit in one transaction with what it
/// writes. A mutation that fails leaves no record, so it can be tried again.
/// </summary>
/// <typeparam name="TResult">The results, which are stored as JSON.</typeparam>
/// <param name="dapr">The sidecar.</param>
/// <param name="storeName">The component, such as <c>statestore</c>. The writes must be to the same one.</param>
/// <param name="kind">Keeps logs apart in one store: one for each method.</param>
/// <param name="lifetime">How long requests are remembered; 24 hours unless given.</param>
public sealed class RequestLog<TResult>(DaprClient dapr, string storeName, string kind, TimeSpan? lifetime = null)
    where TResult : class
{
    private static readonly TimeSpan DefaultLifetime = TimeSpan.FromHours(24);

    private readonly DocumentStore<Answer> _answers = new(dapr, storeName, kind);

    /// <summary>What a request was answered with earlier; null for a new one, and for one without id.</summary>
    /// <exception cref="InvalidArgumentException">REQUEST_ID_REUSED: the id was used for another request.</exception>
    public async Task<TResult?> FindAsync(RequestKey? request, CancellationToken cancellationToken)
    {
        if (request is null || (await _answers.GetAsync(request.Id, cancellationToken)).Value is not { } answer)
        {
            return null;
        }

        return answer.Fingerprint == request.Fingerprint
            ? answer.Result
            : throw new InvalidArgumentException("request_id", "was used for a different request", "REQUEST_ID_REUSED");
    }

    /// <summary>
    /// Commits a mutation, unless its request was answered earlier. Costs one write more than the mutation itself and no read.
    /// </summary>
    /// <param name="request">The request; null where it has no id.</param>
    /// <param name="plan">
    /// Reads what it needs and says what to write; null where the mutation is refused. Runs again from the start when somebody else was faster, and may
    /// run for a request that was answered: then what it says or throws is passed over.
    /// </param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <returns>The result, of now or earlier; null when the plan refused.</returns>
    /// <exception cref="InvalidArgumentException">REQUEST_ID_REUSED: the id was used for another request.</exception>
    /// <exception cref="AbortedException">CONTENTION: others were faster every time.</exception>
    public async Task<TResult?> ExecuteAsync(
        RequestKey? request, Func<CancellationToken, Task<Mutation<TResult>?>> plan, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(plan);
        var outcome = await Optimistic.RetryAsync(token => TryExecuteAsync(request, plan, token), cancellationToken);
        return outcome.Result;
    }

    private async Task<Outcome?> TryExecuteAsync(
        RequestKey? request, Func<CancellationToken, Task<Mutation<TResult>?>> plan, CancellationToken cancellationToken)
    {
        Mutation<TResult>? mutation;
        try
        {
            mutation = await plan(cancellationToken);
        }
        catch (PlatformException) when (request is not null)
        {
            // The same request, sent twice at once, may have made this one impossible.
            if (await FindAsync(request, cancellationToken) is { } earlier)
            {
                return new Outcome(earlier);
            }

            throw;
        }

        if (mutation is not null && await dapr.TryCommitAsync(storeName, [.. mutation.Writes, .. Record(request, mutation.Result)], cancellationToken))
        {
            return new Outcome(mutation.Result);
        }

        return await FindAsync(request, cancellationToken) is { } answered ? new Outcome(answered)
            : mutation is null ? new Outcome(Result: null)
            : null;
    }

    private IEnumerable<StateTransactionRequest> Record(RequestKey? request, TResult result) =>
        request is null ? [] : [_answers.Put(new Document<Answer>(request.Id, Value: null, ""), new Answer(request.Fingerprint, result), lifetime ?? DefaultLifetime)];

    /// <summary>What a request was answered with.</summary>
    internal sealed record Answer(string Fingerprint, TResult Result);

    private sealed record Outcome(TResult? Result);
}

/// <summary>What a request changes, and its result.</summary>
/// <param name="Result">What the caller gets.</param>
/// <param name="Writes">What commits.</param>
public sealed record Mutation<TResult>(TResult Result, IReadOnlyList<StateTransactionRequest> Writes);
