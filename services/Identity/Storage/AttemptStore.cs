using System.Net;
using Dapr.Client;
using Platform.Hosting.Failures;
using Platform.Identity.Domain.Attempts;
using Platform.State;

namespace Platform.Identity.Storage;

/// <summary>
/// Counts attempts to prove a password, and makes those who fail wait. An attempt counts as a failure when it begins, so that many at once are many,
/// and is taken back when it succeeds. What waits is the pair of name and address, and the address. A name alone never makes its owner wait for more than
/// five seconds, and not at all where they have signed in from before: so nobody can lock somebody else out.
/// </summary>
internal sealed class AttemptStore(DaprClient dapr, TimeProvider clock)
{
    private static readonly Backoff Pair = new(FreeFailures: 5, TimeSpan.FromSeconds(30), TimeSpan.FromMinutes(15), TimeSpan.FromDays(1));
    private static readonly Backoff Source = new(FreeFailures: 30, TimeSpan.FromSeconds(10), TimeSpan.FromMinutes(15), TimeSpan.FromHours(1));
    private static readonly Backoff Name = new(FreeFailures: 50, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(5), TimeSpan.FromHours(1));
    private static readonly Backoff[] Policies = [Pair, Source, Name];

    private static readonly TimeSpan SourceMemory = TimeSpan.FromDays(90);

    private readonly DocumentStore<Failures> _failures = new(dapr, Stores.State, "sign-in-failures");
    private readonly DocumentStore<KnownSource> _sources = new(dapr, Stores.State, "sign-in-source");

    /// <summary>Begins an attempt.</summary>
    /// <param name="name">The username. Only a hash of it is stored: it may be a mistyped password.</param>
    /// <param name="address">Where it comes from.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <returns>The attempt, to be taken back with <see cref="SucceedAsync"/>.</returns>
    /// <exception cref="ResourceExhaustedException">TOO_MANY_ATTEMPTS: not now.</exception>
    public Task<Attempt> BeginAsync(string name, IPAddress? address, CancellationToken cancellationToken)
    {
        var source = AttemptSource.Of(address);
        var pairId = KeyHash.Of("pair", name, source);
        var attempt = new Attempt(pairId, [pairId, KeyHash.Of("source", source), KeyHash.Of("name", name)]);
        return Optimistic.RetryAsync(token => TryBeginAsync(attempt, token), cancellationToken);
    }

    /// <summary>Takes an attempt back that succeeded: the pair is forgiven, the others have one failure less.</summary>
    public Task SucceedAsync(Attempt attempt, CancellationToken cancellationToken) => Optimistic.RetryAsync(
        async token =>
        {
            var source = await _sources.GetAsync(attempt.PairId, token);
            List<StateTransactionRequest> writes = [_sources.Put(source, new KnownSource(clock.GetUtcNow()), SourceMemory)];
            foreach (var (counter, policy) in (await _failures.GetManyAsync(attempt.CounterIds, token)).Zip(Policies))
            {
                if (counter.Value is { } failures)
                {
                    writes.Add(policy == Pair || failures.Count <= 1
                        ? _failures.Delete(counter)
                        : _failures.Put(counter, failures with { Count = failures.Count - 1 }, policy.Memory));
                }
            }

            return await dapr.TryCommitAsync(Stores.State, writes, token) ? attempt : null;
        },
        cancellationToken);

    private async Task<Attempt?> TryBeginAsync(Attempt attempt, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var isKnown = (await _sources.GetAsync(attempt.PairId, cancellationToken)).Value is not null;
        var counters = await _failures.GetManyAsync(attempt.CounterIds, cancellationToken);
        var wait = Policies.Zip(counters)
            .Where(each => !isKnown || each.First != Name)
            .Max(each => each.First.WaitAt(each.Second.Value, now));
        if (wait > TimeSpan.Zero)
        {
            throw new ResourceExhaustedException("TOO_MANY_ATTEMPTS", "There were too many attempts; try again later.", wait);
        }

        var writes = Policies.Zip(counters, (policy, counter) => _failures.Put(counter, policy.Add(counter.Value, now), policy.Memory));
        return await dapr.TryCommitAsync(Stores.State, [.. writes], cancellationToken) ? attempt : null;
    }

    /// <summary>An attempt under way.</summary>
    /// <param name="PairId">Names the username and the address together.</param>
    /// <param name="CounterIds">What it counts for, in the order of the policies.</param>
    internal sealed record Attempt(string PairId, IReadOnlyList<string> CounterIds);

    /// <summary>An address that a user has signed in from.</summary>
    internal sealed record KnownSource(DateTimeOffset LastTime);
}
