using Envoy.Extensions.Common.RateLimit.V3;
using Envoy.Service.RateLimit.V3;
using Grpc.Core;
using Platform.Hosting.Failures;
using Platform.RateLimit.Decisions;
using Platform.RateLimit.Domain.Rules;
using Platform.RateLimit.Storage;

namespace Platform.RateLimit.Api;

/// <summary>
/// The rate limit service of Envoy. A rule applies to a descriptor when its match has exactly the descriptor's keys; a descriptor to which none applies
/// passes.
/// </summary>
internal sealed class EnvoyApi(RuleBook book, Limiter limiter, DescriptorLeases leases) : Envoy.Service.RateLimit.V3.RateLimitService.RateLimitServiceBase
{
    private const int MaxDescriptors = 64;

    public override async Task<RateLimitResponse> ShouldRateLimit(RateLimitRequest request, ServerCallContext context)
    {
        Validate(request);
        var rules = book.Rules.Domain(request.Domain);
        var hits = Math.Max(1, request.HitsAddend);
        var asked = new List<EnvoyQuestion>(request.Descriptors.Count);
        foreach (var descriptor in request.Descriptors)
        {
            var (facts, cost) = (Facts(descriptor), Cost(descriptor, hits));
            if (request.Descriptors.Count == 1 && DescriptorLeases.Cover(rules, descriptor, facts, cost))
            {
                return await leases.DecideAsync(request.Domain, facts, cost);
            }

            asked.Add(Ask(rules, descriptor, facts, cost));
        }

        return await DecideAsync(asked);
    }

    private async Task<RateLimitResponse> DecideAsync(List<EnvoyQuestion> asked)
    {
        var targets = asked.SelectMany(each => each.Targets).DistinctBy(target => target.Key).ToList();
        // Descriptors that give back take nothing, and are not held up by the others.
        var taken = targets.Where(target => target.Cost >= 0).ToList();
        var given = targets.Where(target => target.Cost < 0).Select(target => target with { Cost = -target.Cost }).ToList();
        if (given.Count > 0)
        {
            await limiter.GiveBackAsync(given, EnvoyDescriptors.JustNow);
        }

        var isDenied = asked.Exists(each => each.Listing == Listing.Denied);
        var decision = isDenied ? await limiter.PeekAsync(taken) : await limiter.TakeAsync(taken);
        var answers = taken.Zip(decision.Answers).ToDictionary(each => each.First.Key, each => each.Second);
        return new RateLimitResponse
        {
            OverallCode = decision.IsAllowed && !isDenied ? RateLimitResponse.Types.Code.Ok : RateLimitResponse.Types.Code.OverLimit,
            Statuses = { asked.Select(each => EnvoyDescriptors.Status(each, answers)) },
        };
    }

    private static EnvoyQuestion Ask(DomainRules rules, RateLimitDescriptor descriptor, Dictionary<string, string> facts, long cost)
    {
        var listing = rules.List(facts);
        if (listing != Listing.None)
        {
            return new EnvoyQuestion(listing, []);
        }

        return new EnvoyQuestion(listing, descriptor.Limit is { } limit
            ? [EnvoyDescriptors.Override(rules.Name, facts, limit, cost)]
            : [.. rules.Match(facts, isWhole: true).Select(rule => Target.Of(rule, facts, cost))]);
    }

    private static Dictionary<string, string> Facts(RateLimitDescriptor descriptor)
    {
        var facts = new Dictionary<string, string>(descriptor.Entries.Count);
        foreach (var entry in descriptor.Entries)
        {
            facts[entry.Key] = entry.Value;
        }

        return facts;
    }

    private static long Cost(RateLimitDescriptor descriptor, long hits) =>
        (long)(descriptor.HitsAddend ?? (ulong)hits) * (descriptor.IsNegativeHits ? -1 : 1);

    private static void Validate(RateLimitRequest request)
    {
        var validator = new FieldValidator()
            .Require(request.Descriptors.Count is > 0 and <= MaxDescriptors, "descriptors", "must be 1 to 64")
            .Require(request.HitsAddend <= FactsValidator.MaxCost, "hits_addend", "must be at most 1,000,000");
        for (var i = 0; i < Math.Min(request.Descriptors.Count, MaxDescriptors); i++)
        {
            var descriptor = request.Descriptors[i];
            validator.RequireFacts(request.Domain, [.. descriptor.Entries.Select(entry => KeyValuePair.Create(entry.Key, entry.Value))], $"descriptors[{i}].");
            validator.Require(descriptor.HitsAddend is null or <= FactsValidator.MaxCost, $"descriptors[{i}].hits_addend", "must be at most 1,000,000");
            validator.Require(
                descriptor.Limit is null || EnvoyDescriptors.IsLimit(descriptor.Limit), $"descriptors[{i}].limit", "must have requests and a unit");
        }

        validator.ThrowIfInvalid();
    }
}
