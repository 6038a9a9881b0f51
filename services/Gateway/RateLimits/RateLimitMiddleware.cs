using Grpc.Core;
using Platform.Gateway.Problems;
using Platform.Gateway.Public;
using Platform.RateLimiting;

namespace Platform.Gateway.RateLimits;

/// <summary>
/// Lets requests through that are within their limits, and tells all of them where they stand. The decision is mostly made here, by leased tokens.
/// </summary>
internal sealed class RateLimitMiddleware(LeasedRateLimiter limiter, RequestFacts facts)
{
    private static readonly IReadOnlyDictionary<string, string> NoMetadata = new Dictionary<string, string>(StringComparer.Ordinal);

    public Task InvokeAsync(HttpContext context, RequestDelegate next)
    {
        // Whoever watches over the gateway must not be kept out.
        if (context.Request.Path.Value == PublicPages.HealthPath) return next(context);
        return HoldAsync(context, facts.Of(context), next);
    }

    /// <summary>Counts a request whose credentials are not valid against its address, and refuses it: whoever guesses is limited too.</summary>
    public Task InvokeRefusedAsync(HttpContext context, ProblemException refusal) =>
        HoldAsync(context, facts.OfRefused(context), _ => Task.FromException(refusal));

    private Task HoldAsync(HttpContext context, RateLimitKey key, RequestDelegate next)
    {
        var check = limiter.CheckAsync(key, cost: 1, context.RequestAborted);
        return check.IsCompletedSuccessfully ? GoOnAsync(context, next, check.Result) : WaitAsync(context, next, check);
    }

    private static async Task WaitAsync(HttpContext context, RequestDelegate next, ValueTask<RateLimitDecision> check) => await GoOnAsync(context, next, await check);

    private static Task GoOnAsync(HttpContext context, RequestDelegate next, in RateLimitDecision decision)
    {
        RateLimitHeaders.Write(context.Response.Headers, decision);
        return decision.IsAllowed ? next(context) : ProblemWriter.WriteAsync(context, ProblemOf(decision));
    }

    private static Problem ProblemOf(in RateLimitDecision decision) => decision.Outcome switch
    {
        RateLimitOutcome.DenyListed => Problem.Local(
            StatusCode.PermissionDenied, StatusCodes.Status403Forbidden, "DENY_LISTED", "Requests like this are not served."),
        RateLimitOutcome.Unavailable => Problem.Local(
            StatusCode.Unavailable, StatusCodes.Status503ServiceUnavailable, "RATE_LIMITER_UNAVAILABLE", "The limits of requests cannot be checked at the moment.") with
        {
            RetryAfter = decision.RetryAfter,
        },
        _ => Problem.Local(StatusCode.ResourceExhausted, StatusCodes.Status429TooManyRequests, "RATE_LIMITED", "Too many requests.") with
        {
            RetryAfter = decision.RetryAfter,
            Metadata = Violated(decision),
        },
    };

    private static IReadOnlyDictionary<string, string> Violated(in RateLimitDecision decision)
    {
        var names = string.Join(' ', decision.Limits.Where(limit => !limit.IsAllowed).Select(limit => limit.Name));
        return names.Length == 0 ? NoMetadata : new Dictionary<string, string>(StringComparer.Ordinal) { ["violatedPolicies"] = names };
    }
}
