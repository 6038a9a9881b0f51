using Grpc.Core;
using Microsoft.Extensions.Options;
using Platform.Gateway.Problems;
using Platform.Gateway.Transcoding;
using Platform.Shortener.V1;

namespace Platform.Gateway.Redirects;

/// <summary>Resolves short codes at the shortener.</summary>
internal sealed class ShortenerLinks(IBackends backends, IOptions<GatewayOptions> options, TimeProvider time) : ILinkSource
{
    private const string AppId = "shortener";

    private readonly ShortenerService.ShortenerServiceClient _shortener = new(backends.For(AppId));
    private readonly RedirectOptions _options = options.Value.Redirects;

    public async Task<LinkTarget> ResolveAsync(string code, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        try
        {
            var deadline = now.UtcDateTime + _options.ResolveTimeout;
            var answer = await _shortener.ResolveLinkAsync(new ResolveLinkRequest { ShortCode = code }, null, deadline, cancellationToken);
            return new LinkTarget(code, answer.LongUrl, Problem: null, answer.Cacheable ? FreshUntil(now, answer) : 0);
        }
        catch (RpcException failure) when (failure.StatusCode is StatusCode.NotFound or StatusCode.InvalidArgument)
        {
            return Nowhere(code, now, Problem.Local(StatusCode.NotFound, StatusCodes.Status404NotFound, "LINK_NOT_FOUND", "There is no such link."));
        }
        catch (RpcException failure) when (failure.StatusCode == StatusCode.FailedPrecondition)
        {
            return Nowhere(code, now, failure.ToProblem() with { Status = StatusCodes.Status410Gone });
        }
    }

    private long FreshUntil(DateTimeOffset now, ResolveLinkResponse answer)
    {
        var end = (now + _options.CacheDuration).UtcTicks;
        return answer.ExpireTime is null ? end : Math.Min(end, answer.ExpireTime.ToDateTimeOffset().UtcTicks);
    }

    private LinkTarget Nowhere(string code, DateTimeOffset now, Problem problem) =>
        new(code, default, problem, (now + _options.NegativeCacheDuration).UtcTicks);
}
