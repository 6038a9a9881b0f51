using Grpc.Core;
using Platform.Hosting.Failures;
using Platform.RateLimit.Decisions;
using Platform.RateLimit.Storage;
using Platform.RateLimit.V1;

namespace Platform.RateLimit.Api;

/// <summary>The platform's own API of decisions.</summary>
internal sealed class RateLimitApi(RuleBook book, Limiter limiter, Checks checks) : RateLimitService.RateLimitServiceBase
{
    private const int MaxBatch = 1000;

    public override Task<CheckResponse> Check(CheckRequest request, ServerCallContext context)
    {
        Validate(new FieldValidator(), request).ThrowIfInvalid();
        return checks.CheckAsync(request, isWhole: false);
    }

    public override async Task<BatchCheckResponse> BatchCheck(BatchCheckRequest request, ServerCallContext context)
    {
        var validator = new FieldValidator().Require(request.Requests.Count is > 0 and <= MaxBatch, "requests", "must be 1 to 1,000");
        for (var i = 0; i < Math.Min(request.Requests.Count, MaxBatch); i++)
        {
            Validate(validator, request.Requests[i], $"requests[{i}].");
        }

        validator.ThrowIfInvalid();
        return new BatchCheckResponse { Responses = { await Task.WhenAll(request.Requests.Select(each => checks.TryCheckAsync(each, isWhole: false))) } };
    }

    public override async Task<CheckResponse> Peek(PeekRequest request, ServerCallContext context)
    {
        new FieldValidator().RequireFacts(request.Domain, request.Facts).RequireCost(request.Cost).ThrowIfInvalid();
        var rules = book.Rules.Domain(request.Domain);
        if (Checks.Listed(rules, request.Facts) is { } listed)
        {
            return listed;
        }

        var targets = Checks.Targets(rules, request.Facts, Math.Max(1, request.Cost), isWhole: false);
        return DecisionMapper.ToProto(targets, await limiter.PeekAsync(targets));
    }

    public override async Task<ResetResponse> Reset(ResetRequest request, ServerCallContext context)
    {
        new FieldValidator().RequireFacts(request.Domain, request.Facts).ThrowIfInvalid();
        var targets = Checks.Targets(book.Rules.Domain(request.Domain), request.Facts, cost: 0, isWhole: false);
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
        await Task.WhenAll(request.Items.Select(item => checks.ReturnAsync(item.Domain, item.Facts, item.Lease, isWhole: false)));
        return new ReturnLeasesResponse();
    }

    private static FieldValidator Validate(FieldValidator validator, CheckRequest request, string path = "")
    {
        validator.RequireFacts(request.Domain, request.Facts, path).RequireCost(request.Cost, path);
        validator.Require(request.ReturnedLeases.Count <= MaxBatch, path + "returned_leases", "must be at most 1,000");
        return request.Lease is not { } lease ? validator : validator
            .Require(lease.Tokens is > 0 and <= FactsValidator.MaxCost, path + "lease.tokens", "must be 1 to 1,000,000")
            .Require(lease.LeaseId != 0, path + "lease.lease_id", "must be a random number that is not 0");
    }
}
