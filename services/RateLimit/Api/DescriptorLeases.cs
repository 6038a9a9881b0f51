using Envoy.Extensions.Common.RateLimit.V3;
using Envoy.Service.RateLimit.V3;
using Platform.Hosting.Failures;
using Platform.RateLimit.Domain.Rules;
using Platform.RateLimiting;

namespace Platform.RateLimit.Api;

/// <summary>
/// Decides about descriptors by tokens that this instance has leased: proxies cannot lease any themselves. A proxy that asks about one descriptor, whose rule
/// may be leased, has its answer without a call to the owner of the counter.
/// </summary>
internal sealed class DescriptorLeases(LeasedRateLimiter limiter)
{
    /// <summary>Whether a descriptor is decided here.</summary>
    /// <param name="rules">The rules of its domain.</param>
    /// <param name="descriptor">The descriptor.</param>
    /// <param name="facts">Its entries.</param>
    /// <param name="cost">What it costs.</param>
    public static bool Cover(DomainRules rules, RateLimitDescriptor descriptor, IReadOnlyDictionary<string, string> facts, long cost)
    {
        if (descriptor.Limit is not null || descriptor.IsNegativeHits || cost < 1 || rules.List(facts) != Listing.None)
        {
            return false;
        }

        var hasRule = false;
        foreach (var rule in rules.Match(facts, isWhole: true))
        {
            if (rule.Spec.Shadow || rule.For(facts).Limits.LeaseBound == 0)
            {
                return false;
            }

            hasRule = true;
        }

        return hasRule;
    }

    /// <summary>Decides about a descriptor that <see cref="Cover"/> says yes to.</summary>
    /// <exception cref="UnavailableException">COUNTERS_UNAVAILABLE: there is no token here, and the owner cannot be reached.</exception>
    public async ValueTask<RateLimitResponse> DecideAsync(string domain, IReadOnlyDictionary<string, string> facts, long cost)
    {
        var decision = await limiter.CheckAsync(new RateLimitKey(domain, [.. facts]), (int)cost);
        // What cannot be decided is the proxy's to decide, by its own failure mode.
        return decision.Outcome is RateLimitOutcome.FailedOpen or RateLimitOutcome.Unavailable
            ? throw new UnavailableException("COUNTERS_UNAVAILABLE", "The owner of a counter cannot be reached.")
            : new RateLimitResponse
            {
                OverallCode = decision.IsAllowed ? RateLimitResponse.Types.Code.Ok : RateLimitResponse.Types.Code.OverLimit,
                Statuses = { EnvoyDescriptors.Status(decision) },
            };
    }
}
