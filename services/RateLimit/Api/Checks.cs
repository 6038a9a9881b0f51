using Platform.Hosting.Failures;
using Platform.RateLimit.Decisions;
using Platform.RateLimit.Domain.Rules;
using Platform.RateLimit.Storage;
using Platform.RateLimit.V1;

namespace Platform.RateLimit.Api;

/// <summary>Decides about requests that are told by facts. Whether rules match all of the facts or some of them is said with each.</summary>
internal sealed class Checks(RuleBook book, Limiter limiter)
{
    /// <summary>Decides about a request, and takes its cost where it passes.</summary>
    /// <exception cref="UnavailableException">COUNTERS_UNAVAILABLE</exception>
    public async Task<CheckResponse> CheckAsync(CheckRequest request, bool isWhole)
    {
        var rules = book.Rules.Domain(request.Domain);
        if (Listed(rules, request.Facts) is { } listed)
        {
            return listed;
        }

        var targets = Targets(rules, request.Facts, request.Lease is { TokensOnly: true } ? 0 : Math.Max(1, request.Cost), isWhole);
        if (targets.Count == 0)
        {
            return new CheckResponse { Allowed = true, Reason = CheckResponse.Types.Reason.NoRule };
        }

        // In the order of the questions at their owners: what is given back can be leased again.
        var returned = request.ReturnedLeases.Select(lease => ReturnAsync(request.Domain, request.Facts, lease, isWhole)).ToList();
        var wish = request.Lease is { Tokens: > 0 } lease ? new LeaseWish(unchecked((long)lease.LeaseId), lease.Tokens) : null;
        var decision = await limiter.TakeAsync(targets, wish, request.Drain);
        await Task.WhenAll(returned);
        return DecisionMapper.ToProto(targets, decision, wish);
    }

    /// <summary>Decides about a request among others: where the owner of a counter cannot be reached the response says so.</summary>
    public async Task<CheckResponse> TryCheckAsync(CheckRequest request, bool isWhole)
    {
        try
        {
            return await CheckAsync(request, isWhole);
        }
        catch (UnavailableException)
        {
            return new CheckResponse { Allowed = false, Reason = CheckResponse.Types.Reason.Unavailable };
        }
    }

    /// <summary>Tells what became of a lease.</summary>
    public Task ReturnAsync(string domain, IDictionary<string, string> facts, LeaseReturn lease, bool isWhole) => limiter.ReturnLeaseAsync(
        Targets(book.Rules.Domain(domain), facts, cost: 0, isWhole), unchecked((long)lease.LeaseId), lease.UnusedTokens, lease.KeptTokens);

    /// <summary>What the lists say of a request; null where the rules decide.</summary>
    public static CheckResponse? Listed(DomainRules rules, IDictionary<string, string> facts) => rules.List(facts.AsReadOnly()) switch
    {
        Listing.Allowed => new CheckResponse { Allowed = true, Reason = CheckResponse.Types.Reason.AllowListed },
        Listing.Denied => new CheckResponse { Allowed = false, Reason = CheckResponse.Types.Reason.DenyListed },
        _ => null,
    };

    /// <summary>The counters that a request is to pass.</summary>
    public static List<Target> Targets(DomainRules rules, IDictionary<string, string> facts, long cost, bool isWhole)
    {
        var known = facts.AsReadOnly();
        return [.. rules.Match(known, isWhole).Select(rule => Target.Of(rule, known, cost))];
    }
}
