using Envoy.Extensions.Common.RateLimit.V3;
using Envoy.Service.RateLimit.V3;
using Platform.RateLimit.Decisions;
using Platform.RateLimit.Domain.Algorithms;
using Platform.RateLimit.Domain.Counters;
using Platform.RateLimit.Domain.Rules;
using Platform.RateLimiting;
using Platform.State;
using RateLimitUnit = Envoy.Type.V3.RateLimitUnit;
using Unit = Envoy.Service.RateLimit.V3.RateLimitResponse.Types.RateLimit.Types.Unit;

namespace Platform.RateLimit.Api;

/// <summary>What a descriptor asks for.</summary>
/// <param name="Listing">What the lists say of it.</param>
/// <param name="Targets">The counters that it has to pass.</param>
internal sealed record EnvoyQuestion(Listing Listing, IReadOnlyList<Target> Targets);

/// <summary>Descriptors and statuses of Envoy as the platform has them.</summary>
internal static class EnvoyDescriptors
{
    /// <summary>Stands for hits that were taken a moment ago: when they were, Envoy does not say.</summary>
    public const long JustNow = long.MaxValue;

    private const string OverrideName = "descriptor";

    private static readonly Dictionary<RateLimitUnit, string> Windows = new()
    {
        [RateLimitUnit.Second] = "second",
        [RateLimitUnit.Minute] = "minute",
        [RateLimitUnit.Hour] = "hour",
        [RateLimitUnit.Day] = "day",
        [RateLimitUnit.Week] = "week",
        [RateLimitUnit.Month] = "month",
        [RateLimitUnit.Year] = "year",
    };

    private static readonly (long Longest, long Length, Unit Unit)[] Units =
    [
        (Seconds(1), Seconds(1), Unit.Second),
        (Seconds(60), Seconds(60), Unit.Minute),
        (Seconds(3600), Seconds(3600), Unit.Hour),
        (Seconds(86_400 + 3600), Seconds(86_400), Unit.Day),
        (Seconds((7 * 86_400) + 3600), Seconds(7 * 86_400), Unit.Week),
        (Seconds((31 * 86_400) + 3600), 0, Unit.Month),
        (long.MaxValue, 0, Unit.Year),
    ];

    /// <summary>Whether a limit that a proxy brings can be one.</summary>
    public static bool IsLimit(RateLimitDescriptor.Types.RateLimitOverride limit) =>
        limit.RequestsPerUnit is > 0 and <= 1_000_000_000 && Windows.ContainsKey(limit.Unit);

    /// <summary>The counter of a limit that the proxy brings: a fixed window of its own for these facts.</summary>
    public static Target Override(string domain, IReadOnlyDictionary<string, string> facts, RateLimitDescriptor.Types.RateLimitOverride limit, long cost)
    {
        var spec = new LimitSpec { Algorithm = LimitCompiler.FixedWindow, Limit = $"{limit.RequestsPerUnit}/{Windows[limit.Unit]}" };
        var window = LimitCompiler.Compile(spec, OverrideName, [])!;
        string[] key = [domain, OverrideName, .. facts.OrderBy(fact => fact.Key, StringComparer.Ordinal).SelectMany(fact => new[] { fact.Key, fact.Value })];
        return new Target(
            new RuleSpec { Domain = domain, Name = OverrideName },
            new PlanLimits(new CounterLimits([window]), [OverrideName]),
            KeyHash.Of(key),
            cost);
    }

    /// <summary>The status of a descriptor: that of the limit which is nearest to its end.</summary>
    public static RateLimitResponse.Types.DescriptorStatus Status(EnvoyQuestion question, IReadOnlyDictionary<string, CounterAnswer> answers)
    {
        var isAllowed = question.Listing != Listing.Denied
            && question.Targets.All(target => target.Spec.Shadow || !answers.TryGetValue(target.Key, out var answer) || answer.IsAllowed());
        var status = new RateLimitResponse.Types.DescriptorStatus
        {
            Code = isAllowed ? RateLimitResponse.Types.Code.Ok : RateLimitResponse.Types.Code.OverLimit,
        };
        var limits = question.Targets.Where(target => answers.ContainsKey(target.Key)).SelectMany(target => target.Limits.Limits.Limits.Select((limit, i) =>
            (Limit: limit, Name: target.Limits.Names[i], answers[target.Key].At, Standing: answers[target.Key].Standings[i]))).ToList();
        if (limits.Count > 0)
        {
            var (limit, name, at, standing) = limits.OrderBy(each => each.Standing.IsAllowed).ThenBy(each => each.Standing.Remaining).First();
            status.CurrentLimit = ToProto(limit.QuotaAt(at), name);
            status.LimitRemaining = (uint)Math.Min(standing.IsAllowed ? standing.Remaining : 0, uint.MaxValue);
            status.DurationUntilReset = DecisionMapper.ToDuration(standing.ResetAfter);
        }

        return status;
    }

    /// <summary>The status of a descriptor that was decided by leased tokens: that of the limit which is nearest to its end.</summary>
    public static RateLimitResponse.Types.DescriptorStatus Status(in RateLimitDecision decision)
    {
        var status = new RateLimitResponse.Types.DescriptorStatus
        {
            Code = decision.IsAllowed ? RateLimitResponse.Types.Code.Ok : RateLimitResponse.Types.Code.OverLimit,
        };
        if (decision.Nearest() is { } limit)
        {
            var quota = new Quota(limit.Limit, (long)limit.Window.TotalMicroseconds, limit.Limit);
            status.CurrentLimit = ToProto(quota, limit.Name);
            status.LimitRemaining = (uint)Math.Min(decision.RemainingOf(limit), uint.MaxValue);
            status.DurationUntilReset = DecisionMapper.ToDuration((long)Math.Max(0, (limit.ResetAfter - decision.Age).TotalMicroseconds));
        }

        return status;
    }

    // Windows that are no unit of Envoy's are told by the unit above, with as much as would pass in it.
    private static RateLimitResponse.Types.RateLimit ToProto(Quota quota, string name)
    {
        var (_, length, unit) = Array.Find(Units, unit => quota.Window <= unit.Longest);
        var amount = length == 0 ? quota.Amount : (long)((Int128)quota.Amount * Math.Max(length, quota.Window) / quota.Window);
        return new RateLimitResponse.Types.RateLimit { Name = name, Unit = unit, RequestsPerUnit = (uint)Math.Min(amount, uint.MaxValue) };
    }

    private static long Seconds(long seconds) => seconds * TimeSpan.MicrosecondsPerSecond;
}
