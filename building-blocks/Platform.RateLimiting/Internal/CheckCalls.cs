using Grpc.Core;
using Platform.Hosting.Calls;
using Platform.RateLimit.V1;

namespace Platform.RateLimiting.Internal;

/// <summary>The way to the limiter: checks that come at once go in one call.</summary>
internal sealed class CheckCalls
{
    private const int MaxBatch = 256;
    private const int MaxCalls = 2;

    private readonly Lazy<RateLimitService.RateLimitServiceClient> _client;
    private readonly RateLimiterOptions _options;
    private readonly TimeProvider _clock;
    private readonly CallCoalescer<CheckRequest, CheckResponse> _checks;

    public CheckCalls(Lazy<RateLimitService.RateLimitServiceClient> client, RateLimiterOptions options, TimeProvider clock)
    {
        (_client, _options, _clock) = (client, options, clock);
        _checks = new CallCoalescer<CheckRequest, CheckResponse>(MaxBatch, MaxCalls, SendAsync);
    }

    /// <summary>Asks the limiter.</summary>
    /// <exception cref="RpcException">It cannot be reached, or not the owner of a counter.</exception>
    public async Task<CheckResponse> CheckAsync(CheckRequest request)
    {
        var response = await _checks.AskAsync(request);
        return response.Reason != CheckResponse.Types.Reason.Unavailable
            ? response
            : throw new RpcException(new Status(StatusCode.Unavailable, "The owner of a counter cannot be reached."));
    }

    private async Task<IReadOnlyList<CheckResponse>> SendAsync(IReadOnlyList<CheckRequest> requests)
    {
        var deadline = _clock.GetUtcNow().UtcDateTime + _options.Timeout;
        return requests.Count == 1
            ? [await _client.Value.CheckAsync(requests[0], deadline: deadline)]
            : (await _client.Value.BatchCheckAsync(new BatchCheckRequest { Requests = { requests } }, deadline: deadline)).Responses;
    }
}
