using Google.Protobuf.WellKnownTypes;
using Platform.RateLimit.Decisions;
using Platform.RateLimit.Domain.Algorithms;
using Platform.RateLimit.Domain.Counters;
using Platform.RateLimit.V1;

namespace Platform.RateLimit.Api;

/// <summary>Decisions as the platform's API tells them.</summary>
internal static class DecisionMapper
{
    public static CheckResponse ToProto(IReadOnlyList<Target> targets, Decision decision, LeaseWish? wish = null)
    {
        var response = new CheckResponse
        {
            Allowed = decision.IsAllowed,
            Reason = decision.IsAllowed ? CheckResponse.Types.Reason.Unspecified : CheckResponse.Types.Reason.OverLimit,
        };
        var (retry, delay) = (0L, 0L);
        for (var i = 0; i < targets.Count; i++)
        {
            AddLimits(response, targets[i], decision.Answers[i]);
            if (!targets[i].Spec.Shadow)
            {
                retry = Math.Max(retry, decision.Answers[i].Standings.Max(standing => standing.RetryAfter));
                delay = Math.Max(delay, decision.Answers[i].Standings.Max(standing => standing.Delay));
            }
        }

        response.RetryAfter = !decision.IsAllowed && retry is > 0 and < Standing.Never ? ToDuration(retry) : null;
        response.Delay = decision.IsAllowed && delay > 0 ? ToDuration(delay) : null;
        if (decision.Leased > 0 && wish is not null)
        {
            response.Lease = new V1.Lease { LeaseId = unchecked((ulong)wish.Id), Tokens = decision.Leased, Duration = ToDuration(decision.LeaseFor) };
        }

        return response;
    }

    public static Duration ToDuration(long microseconds) => new()
    {
        Seconds = microseconds / TimeSpan.MicrosecondsPerSecond,
        Nanos = (int)(microseconds % TimeSpan.MicrosecondsPerSecond) * 1000,
    };

    private static void AddLimits(CheckResponse response, Target target, CounterAnswer answer)
    {
        var limits = target.Limits.Limits.Limits;
        for (var i = 0; i < limits.Count; i++)
        {
            var quota = limits[i].QuotaAt(answer.At);
            response.Limits.Add(new LimitStatus
            {
                Name = target.Limits.Names[i],
                Rule = target.Spec.Name,
                Limit = quota.Amount,
                Window = ToDuration(quota.Window),
                Remaining = answer.Standings[i].Remaining,
                ResetAfter = ToDuration(answer.Standings[i].ResetAfter),
                Allowed = answer.Standings[i].IsAllowed,
                Shadow = target.Spec.Shadow,
            });
        }
    }
}
