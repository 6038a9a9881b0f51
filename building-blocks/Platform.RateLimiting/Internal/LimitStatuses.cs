using Platform.RateLimit.V1;

namespace Platform.RateLimiting.Internal;

/// <summary>Reads what the limiter said of the limits that keep anybody out.</summary>
internal static class LimitStatuses
{
    public static IReadOnlyList<RateLimitStatus> Of(CheckResponse response) =>
    [
        .. response.Limits.Where(limit => !limit.Shadow).Select(limit => new RateLimitStatus(
            limit.Name, limit.Limit, limit.Window.ToTimeSpan(), limit.Remaining, limit.ResetAfter.ToTimeSpan(), limit.Allowed)),
    ];
}
