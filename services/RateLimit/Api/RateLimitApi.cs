using Grpc.Core;
using Platform.Hosting.Failures;
using Platform.RateLimit.Decisions;
using Platform.RateLimit.Domain.Rules;
using Platform.RateLimit.Storage;
using Platform.RateLimit.V1;

namespace Platform.RateLimit.Api;

/// <summary>The platform's own API of decisions.</summary>
internal sealed class RateLimitApi(RuleBook book, Limiter limiter) : RateLimitService.RateLimitServiceBase
{
    private const int MaxBatch = 1000;

    public override Task<CheckResponse> Check(CheckRequest request, ServerCallContext context)
    {
        Validate(new FieldValidator(), request).ThrowIfInvalid();
        return CheckAsync(request);
    }

    public override async Task<BatchCheckResponse> BatchCheck(BatchCheckRequest request, ServerCallContext context)
    {
        var validator = new FieldValidator().Require(request.Requests.Count is > 0 and <= MaxBatch, "requests", "must be 1 to 1,000");
        for (var i = 0; i < Math.Min(request.Requests.Count, MaxBatch); i++)
        {
            Validate(validator, request.Requests[i], $"requests[{i}].");
        }

        validator.ThrowIfInvalid();
        return new BatchCheckResponse { Responses = { await Task.WhenAll(request.Requests.Select(TryCheckAsync)) } };
    }

    public override async Task<CheckResponse> Peek(PeekRequest request, ServerCallContext context)
    {
        new FieldValidator().RequireFacts(request.Domain, request.Facts).RequireCost(request.Cost).ThrowIfInvalid();
        var rules = book.Rules.Domain(request.Domain);
        if (Listed(rules, request.Facts) is { } listed)
        {
            return listed;
        }

        var targets = Targets(rules, request.Facts, Math.Max(1, request.Cost));
        return DecisionMapper.ToProto(targets, await limiter.PeekAsync(targets));
    }

    public override async Task<ResetResponse> Reset(ResetRequest request, ServerCallContext context)
    {
        new FieldValidator().RequireFacts(request.Domain, request.Facts).ThrowIfInvalid();
        var targets = Targets(book.Rules.Domain(request.Domain), request.Facts, cost: 0);
        await limiter.ResetAsync(targets);
        return new ResetResponse { Counters = targets.Count };
    }

    public override async Task<ReturnLeasesResponse> ReturnLeases(ReturnLeasesRequest request, ServerCallContext context)
    {
        var validator = new FieldValidator().Require(request.Items.Count is > 0 and <= MaxBatch, "items", "must be 1 to 1,000");
        for (var i = 0; i < Math.Min(request.Items.Count, MaxBatch); i++)
        {
            validator.RequireFacts(request.Items[i].Domain, request.Items[i].Facts, $"items[{i}].");
            validator.Require(request.Items[i].Lease is not null, $"items[{i}].lease", "must be set");
        }

        validator.ThrowIfInvalid();
        await Task.WhenAll(request.Items.Select(item => ReturnAsync(item.Domain, item.Facts, item.Lease)));
        return new ReturnLeasesResponse();
    }

    private async Task<CheckResponse> TryCheckAsync(CheckRequest request)
    {
        try
        {
            return await CheckAsync(request);
        }
        catch (UnavailableException)
        {
            return new CheckResponse { Allowed = false, Reason = CheckResponse.Types.Reason.Unavailable };
        }
    }

    private async Task<CheckResponse> CheckAsync(CheckRequest request)
    {
        var rules = book.Rules.Domain(request.Domain);
        if (Listed(rules, request.Facts) is { } listed)
        {
            return listed;
        }

        var targets = Targets(rules, request.Facts, request.Lease is { TokensOnly: true } ? 0 : Math.Max(1, request.Cost));
        if (targets.Count == 0)
        {
            return new CheckResponse { Allowed = true, Reason = CheckResponse.Types.Reason.NoRule };
        }

        // In the order of the questions at their owners: what is given back can be leased again.
        var returned = request.ReturnedLeases.Select(lease => ReturnAsync(request.Domain, request.Facts, lease)).ToList();
        var wish = request.Lease is { Tokens: > 0 } lease ? new LeaseWish(unchecked((long)lease.LeaseId), lease.Tokens) : null;
        var decision = await limiter.TakeAsync(targets, wish, request.Drain);
        await Task.WhenAll(returned);
        return DecisionMapper.ToProto(targets, decision, wish);
    }

    private Task ReturnAsync(string domain, IDictionary<string, string> facts, LeaseReturn lease) => limiter.ReturnLeaseAsync(
        Targets(book.Rules.Domain(domain), facts, cost: 0), unchecked((long)lease.LeaseId), lease.UnusedTokens, lease.KeptTokens);

    private static FieldValidator Validate(FieldValidator validator, CheckRequest request, string path = "")
    {
        validator.RequireFacts(request.Domain, request.Facts, path).RequireCost(request.Cost, path);
        validator.Require(request.ReturnedLeases.Count <= MaxBatch, path + "returned_leases", "must be at most 1,000");
        return request.Lease is not { } lease ? validator : validator
            .Require(lease.Tokens is > 0 and <= FactsValidator.MaxCost, path + "lease.tokens", "must be 1 to 1,000,000")
            .Require(lease.LeaseId != 0, path + "lease.lease_id", "must be a random number that is not 0");
    }

    private static CheckResponse? Listed(DomainRules rules, IDictionary<string, string> facts) => rules.List(facts.AsReadOnly()) switch
    {
        Listing.Allowed => new CheckResponse { Allowed = true, Reason = CheckResponse.Types.Reason.AllowListed },
        Listing.Denied => new CheckResponse { Allowed = false, Reason = CheckResponse.Types.Reason.DenyListed },
        _ => null,
    };

    private static List<Target> Targets(DomainRules rules, IDictionary<string, string> facts, long cost)
    {
        var known = facts.AsReadOnly();
        return [.. rules.Match(known, isWhole: false).Select(rule => Target.Of(rule, known, cost))];
    }
}
