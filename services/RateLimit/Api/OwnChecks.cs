using Grpc.Core;
using Platform.Hosting.Failures;
using Platform.RateLimit.V1;

namespace Platform.RateLimit.Api;

/// <summary>The limiter as a client of itself, without a call: for leases that this instance holds. Rules match all facts, as those of descriptors do.</summary>
internal sealed class OwnChecks(Checks checks) : RateLimitService.RateLimitServiceClient
{
    public override AsyncUnaryCall<CheckResponse> CheckAsync(CheckRequest request, CallOptions options) => Call(checks.CheckAsync(request, isWhole: true));

    public override AsyncUnaryCall<BatchCheckResponse> BatchCheckAsync(BatchCheckRequest request, CallOptions options) => Call(BatchCheckAsync(request));

    public override AsyncUnaryCall<ReturnLeasesResponse> ReturnLeasesAsync(ReturnLeasesRequest request, CallOptions options) => Call(ReturnLeasesAsync(request));

    private async Task<BatchCheckResponse> BatchCheckAsync(BatchCheckRequest request) =>
        new() { Responses = { await Task.WhenAll(request.Requests.Select(each => checks.TryCheckAsync(each, isWhole: true))) } };

    private async Task<ReturnLeasesResponse> ReturnLeasesAsync(ReturnLeasesRequest request)
    {
        await Task.WhenAll(request.Items.Select(item => checks.ReturnAsync(item.Domain, item.Facts, item.Lease, isWhole: true)));
        return new ReturnLeasesResponse();
    }

    private static AsyncUnaryCall<T> Call<T>(Task<T> answer) =>
        new(AnswerAsync(answer), Task.FromResult(Metadata.Empty), () => Status.DefaultSuccess, () => Metadata.Empty, () => { });

    private static async Task<T> AnswerAsync<T>(Task<T> answer)
    {
        try
        {
            return await answer;
        }
        catch (UnavailableException away)
        {
            throw new RpcException(new Status(StatusCode.Unavailable, away.Message));
        }
    }
}
