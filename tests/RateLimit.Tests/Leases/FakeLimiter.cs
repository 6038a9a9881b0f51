using Grpc.Core;
using Platform.RateLimit.V1;

namespace RateLimit.Tests.Leases;

/// <summary>A limiter that allows everything, or is away, and counts how often it was asked.</summary>
internal sealed class FakeLimiter : RateLimitService.RateLimitServiceClient
{
    public bool IsAway { get; set; }

    public long Lease { get; set; }

    public TimeSpan? RetryAfter { get; set; }

    public int Calls { get; private set; }

    public override AsyncUnaryCall<CheckResponse> CheckAsync(
        CheckRequest request, Metadata? headers = null, DateTime? deadline = null, CancellationToken cancellationToken = default)
    {
        Calls++;
        var response = IsAway ? Task.FromException<CheckResponse>(new RpcException(new Status(StatusCode.Unavailable, "away"))) : Task.FromResult(Answer(request));
        return new AsyncUnaryCall<CheckResponse>(response, Task.FromResult(new Metadata()), () => Status.DefaultSuccess, () => [], () => { });
    }

    private CheckResponse Answer(CheckRequest request)
    {
        var response = new CheckResponse { Allowed = RetryAfter is null };
        if (RetryAfter is { } time)
        {
            response.Reason = CheckResponse.Types.Reason.OverLimit;
            response.RetryAfter = Google.Protobuf.WellKnownTypes.Duration.FromTimeSpan(time);
        }

        if (Lease > 0 && request.Lease is { } wish)
        {
            var duration = Google.Protobuf.WellKnownTypes.Duration.FromTimeSpan(TimeSpan.FromSeconds(1));
            response.Lease = new Lease { LeaseId = wish.LeaseId, Tokens = Lease, Duration = duration };
        }

        return response;
    }
}
