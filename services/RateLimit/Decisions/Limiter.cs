using Platform.RateLimit.Domain.Counters;
using Platform.RateLimit.Shards;

namespace Platform.RateLimit.Decisions;

/// <summary>
/// Decides about requests that have to pass several counters with different owners. All owners are asked at once; what was taken for a request that does not
/// pass after all is given back without waiting, before anything that is asked here later.
/// </summary>
internal sealed class Limiter(ShardMap shards, DecisionMetrics metrics)
{
    /// <summary>Takes the costs of a request from all of its counters, or from none.</summary>
    /// <param name="targets">The counters.</param>
    /// <param name="lease">Asks for a lease of them; null for none.</param>
    /// <param name="isDraining">Whether a counter that does not let its cost pass gives all that is left.</param>
    public async Task<Decision> TakeAsync(IReadOnlyList<Target> targets, LeaseWish? lease = null, bool isDraining = false)
    {
        var answers = await AskAsync(targets, target => new CounterQuestion(
            CounterVerb.Take,
            target.Cost,
            isDraining,
            lease?.Id ?? 0,
            target.Spec.Shadow ? 0 : lease?.Tokens ?? 0));
        var isAllowed = true;
        for (var i = 0; i < answers.Length; i++)
        {
            isAllowed &= targets[i].Spec.Shadow || answers[i].IsAllowed();
            metrics.Count(targets[i], answers[i]);
        }

        var leased = isAllowed && lease is not null ? LeasedOfAll(targets, answers) : 0;
        for (var i = 0; i < answers.Length; i++)
        {
            Settle(targets[i], answers[i], lease, isAllowed, leased);
        }

        return new Decision(isAllowed, answers, leased, leased == 0 ? 0 : answers.Max(answer => answer.LeaseFor));
    }

    /// <summary>Looks whether a request would pass.</summary>
    public async Task<Decision> PeekAsync(IReadOnlyList<Target> targets)
    {
        var answers = await AskAsync(targets, target => new CounterQuestion(CounterVerb.Peek, target.Cost));
        return new Decision(!targets.Where((target, i) => !target.Spec.Shadow && !answers[i].IsAllowed()).Any(), answers);
    }

    /// <summary>Gives back what was taken and not used.</summary>
    public Task GiveBackAsync(IReadOnlyList<Target> targets, long takenAt) =>
        AskAsync(targets, target => new CounterQuestion(CounterVerb.Return, target.Cost, TakenAt: takenAt));

    /// <summary>Tells what became of a lease.</summary>
    public Task ReturnLeaseAsync(IReadOnlyList<Target> targets, long leaseId, long unused, long kept) =>
        AskAsync(targets, target => ReturnOf(leaseId, unused, kept));

    /// <summary>Forgets what was counted.</summary>
    public Task ResetAsync(IReadOnlyList<Target> targets) => AskAsync(targets, _ => new CounterQuestion(CounterVerb.Reset));

    private Task<CounterAnswer[]> AskAsync(IReadOnlyList<Target> targets, Func<Target, CounterQuestion> question) =>
        Task.WhenAll(targets.Select(target => AskAsync(target, question(target))));

    private Task<CounterAnswer> AskAsync(Target target, CounterQuestion question) => shards.AskAsync(target.Key, target.Limits.Limits, question);

    // A lease is as large as its smallest part. Rules that only count have none: what is leased counts there as if it were used.
    private static long LeasedOfAll(IReadOnlyList<Target> targets, CounterAnswer[] answers)
    {
        var least = long.MaxValue;
        for (var i = 0; i < answers.Length; i++)
        {
            least = targets[i].Spec.Shadow ? least : Math.Min(least, answers[i].Leased);
        }

        return least == long.MaxValue ? 0 : least;
    }

    private void Settle(Target target, CounterAnswer answer, LeaseWish? lease, bool isAllowed, long leased)
    {
        if (!isAllowed && answer.IsAllowed() && target.Cost > 0)
        {
            Tell(target, new CounterQuestion(CounterVerb.Return, target.Cost, TakenAt: answer.At));
        }

        if (answer.Leased > leased)
        {
            Tell(target, ReturnOf(lease!.Id, answer.Leased - leased, leased));
        }

        if (target.Spec.Shadow && leased > 0)
        {
            Tell(target, new CounterQuestion(CounterVerb.Take, leased));
        }
    }

    // A failure is logged where it happens. What is not given back is missing until it comes back with time.
    private void Tell(Target target, CounterQuestion question) =>
        _ = AskAsync(target, question).ContinueWith(static failed => _ = failed.Exception, TaskContinuationOptions.OnlyOnFaulted);

    private static CounterQuestion ReturnOf(long leaseId, long unused, long kept) =>
        new(CounterVerb.ReturnLease, unused, LeaseId: leaseId, Kept: kept);
}

/// <summary>A lease that is asked for.</summary>
/// <param name="Id">Its name.</param>
/// <param name="Tokens">How many tokens.</param>
internal sealed record LeaseWish(long Id, long Tokens);
