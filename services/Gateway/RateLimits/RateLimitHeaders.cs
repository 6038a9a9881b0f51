using System.Globalization;
using System.Text;
using Platform.RateLimiting;

namespace Platform.Gateway.RateLimits;

/// <summary>
/// Tells clients where they stand: <c>RateLimit-Policy</c> and <c>RateLimit</c> (draft-ietf-httpapi-ratelimit-headers-10), an item for each limit; and
/// <c>X-RateLimit-Limit</c>, <c>-Remaining</c> and <c>-Reset</c> (in seconds), of the limit that is nearest to its end.
/// </summary>
internal static class RateLimitHeaders
{
    private const string Policy = "RateLimit-Policy";
    private const string Standing = "RateLimit";
    private const string Limit = "X-RateLimit-Limit";
    private const string Remaining = "X-RateLimit-Remaining";
    private const string Reset = "X-RateLimit-Reset";

    public static void Write(IHeaderDictionary headers, in RateLimitDecision decision)
    {
        if (decision.Limits.Count == 0) return;
        var (policies, standings) = (new StringBuilder(), new StringBuilder());
        foreach (var limit in decision.Limits)
        {
            // Names are of a-z, 0-9, - and _: no structured field string needs to escape them.
            Separate(policies).Append(CultureInfo.InvariantCulture, $"\"{limit.Name}\";q={limit.Limit};w={Seconds(limit.Window)}");
            Separate(standings).Append(CultureInfo.InvariantCulture, $"\"{limit.Name}\";r={decision.RemainingOf(limit)};t={ResetOf(limit, decision)}");
        }

        var nearest = decision.Nearest()!;
        headers[Policy] = policies.ToString();
        headers[Standing] = standings.ToString();
        headers[Limit] = Text(nearest.Limit);
        headers[Remaining] = Text(decision.RemainingOf(nearest));
        headers[Reset] = Text(ResetOf(nearest, decision));
    }

    // A client that waits as long as a limit that refuses it says must pass: that is when to try again, not when all is there.
    private static long ResetOf(RateLimitStatus limit, in RateLimitDecision decision)
    {
        var left = limit.ResetAfter - decision.Age;
        return Seconds(!limit.IsAllowed && decision.RetryAfter is { } retry && retry < left ? retry : left);
    }

    private static long Seconds(TimeSpan time) => (long)Math.Ceiling(Math.Max(0, time.TotalSeconds));

    private static StringBuilder Separate(StringBuilder list) => list.Length == 0 ? list : list.Append(", ");

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);
}
