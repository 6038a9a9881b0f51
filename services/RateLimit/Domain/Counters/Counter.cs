using Platform.RateLimit.Domain.Algorithms;

namespace Platform.RateLimit.Domain.Counters;

/// <summary>
/// Decides about one key of a rule. A cost passes when all limits let it pass, and is taken from all of them or from none. Pure, as the limits are.
/// </summary>
internal static class Counter
{
    /// <summary>The next state and the answer. The same state object where nothing changed.</summary>
    public static (CounterState State, CounterAnswer Answer) Decide(CounterState state, CounterQuestion question, CounterLimits rule, long now) =>
        question.Verb switch
        {
            CounterVerb.Take => Take(state, question, rule, now),
            CounterVerb.Return => Answered(Returned(state, rule, question.Cost, question.TakenAt, now), rule, now),
            CounterVerb.ReturnLease => Answered(ReturnedLease(state, question, rule, now), rule, now),
            CounterVerb.Reset => Answered(CounterState.Empty, rule, now),
            _ => (state, new CounterAnswer(Look(state, rule, question.Cost, now), now)),
        };

    /// <summary>When the state is as good as none, in microseconds from now: what is kept no longer than that is kept long enough.</summary>
    public static long IdleAfter(CounterState state, CounterLimits rule, long now)
    {
        var reset = Look(state, rule, 0, now).Max(standing => standing.ResetAfter);
        var leases = state.Leases.Count == 0 ? 0 : state.Leases.Max(lease => lease.Until) - now;
        return Math.Max(reset, leases);
    }

    private static (CounterState State, CounterAnswer Answer) Take(CounterState state, CounterQuestion question, CounterLimits rule, long now)
    {
        var standings = Look(state, rule, question.Cost, now);
        if (!Array.TrueForAll(standings, standing => standing.IsAllowed))
        {
            return question.Drain ? (Drained(state, rule, now), new CounterAnswer(standings, now)) : (state, new CounterAnswer(standings, now));
        }

        var leaseFor = LeaseTime(rule, now);
        var left = rule.Limits.Count == 0 ? 0 : standings.Min(standing => standing.Remaining) - question.Cost;
        var leased = Leasable(state, question, rule, left, leaseFor, now);
        if (question.Cost + leased == 0)
        {
            return (state, new CounterAnswer(standings, now));
        }

        var taken = Taken(state, rule, question.Cost + leased, now);
        if (leased > 0)
        {
            taken = taken with { Leases = [.. Current(state, now), new Lease(question.LeaseId, leased, now, now + leaseFor)] };
        }

        var after = Look(taken, rule, 0, now);
        for (var i = 0; i < after.Length; i++)
        {
            after[i] = after[i] with { Delay = standings[i].Delay };
        }

        return (taken, new CounterAnswer(after, now, leased, leased > 0 ? leaseFor : 0));
    }

    private static long Leasable(CounterState state, CounterQuestion question, CounterLimits rule, long left, long leaseFor, long now)
    {
        if (question.LeaseTokens <= 0 || rule.LeaseBound <= 0 || leaseFor <= 0 || Current(state, now).Count() >= CounterLimits.MaxLeases)
        {
            return 0;
        }

        // Half of what may still be leased, so that the next caller finds some too.
        var free = rule.LeaseBound - state.Leased(now);
        return Math.Max(0, Math.Min(question.LeaseTokens, Math.Min(left, (free + 1) / 2)));
    }

    private static long LeaseTime(CounterLimits rule, long now) =>
        rule.Limits.Count == 0 ? 0 : Math.Min(rule.LeaseFor, rule.Limits.Min(limit => limit.UseUntil(now)) - now);

    private static CounterState ReturnedLease(CounterState state, CounterQuestion question, CounterLimits rule, long now)
    {
        // A lease that is over may have been used to its end; its tokens do not come back.
        if (state.Leases.FirstOrDefault(lease => lease.Id == question.LeaseId && lease.Until > now) is not { } lease)
        {
            return state;
        }

        var kept = Math.Clamp(question.Kept, 0, lease.Tokens);
        var unused = Math.Clamp(question.Cost, 0, lease.Tokens - kept);
        var others = Current(state, now).Where(other => other != lease);
        return Returned(state, rule, unused, lease.TakenAt, now) with { Leases = kept > 0 ? [.. others, lease with { Tokens = kept }] : [.. others] };
    }

    private static CounterState Returned(CounterState state, CounterLimits rule, long cost, long takenAt, long now) =>
        cost <= 0 ? state : Changed(state, rule, limit => limit.Return(state.Of(limit), cost, takenAt, now));

    private static CounterState Taken(CounterState state, CounterLimits rule, long cost, long now) =>
        Changed(state, rule, limit => limit.Take(state.Of(limit), cost, now));

    private static CounterState Drained(CounterState state, CounterLimits rule, long now) =>
        Changed(state, rule, limit => limit.Look(state.Of(limit), 0, now).Remaining is > 0 and var all ? limit.Take(state.Of(limit), all, now) : state.Of(limit));

    // States of limits that the rule no longer has are left behind here.
    private static CounterState Changed(CounterState state, CounterLimits rule, Func<Limit, LimitState?> change)
    {
        var limits = new Dictionary<string, LimitState>(rule.Limits.Count);
        foreach (var limit in rule.Limits)
        {
            if (change(limit) is { } changed)
            {
                limits[limit.Id] = changed;
            }
        }

        return state with { Limits = limits };
    }

    private static (CounterState State, CounterAnswer Answer) Answered(CounterState state, CounterLimits rule, long now) =>
        (state, new CounterAnswer(Look(state, rule, 0, now), now));

    private static Standing[] Look(CounterState state, CounterLimits rule, long cost, long now) =>
        [.. rule.Limits.Select(limit => limit.Look(state.Of(limit), cost, now))];

    private static IEnumerable<Lease> Current(CounterState state, long now) => state.Leases.Where(lease => lease.Until > now);
}
