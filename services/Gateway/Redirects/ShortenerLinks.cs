using Grpc.Core;
using Microsoft.Extensions.Options;
using Platform.Gateway.Problems;
using Platform.Gateway.Transcoding;
using Platform.Shortener.V1;
using Platform.State.Caching;

namespace Platform.Gateway.Redirects;

/// <summary>Resolves short codes at the shortener.</summary>
internal sealed class ShortenerLinks(IBackends backends, IOptions<GatewayOptions> options, TimeProvider time) : ILinkSource
{
    private const string AppId = "shortener";

    private readonly ShortenerService.ShortenerServiceClient _shortener = new(backends.For(AppId));
    private readonly RedirectOptions _options = options.Value.Redirects;

    public async Task<Perishable<LinkTarget>> ResolveAsync(string code, bool peek, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        try
        {
            var deadline = now.UtcDateTime + _options.ResolveTimeout;
            var request = new ResolveLinkRequest { ShortCode = code, Peek = peek };
            var answer = await _shortener.ResolveLinkAsync(request, null, deadline, cancellationToken);
            return new(new LinkTarget(code, answer.LongUrl, Problem: null), FreshUntil(now, answer));
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

    private DateTimeOffset FreshUntil(DateTimeOffset now, ResolveLinkResponse answer)
    {
        if (!answer.Cacheable) return now;
        var end = now + _options.CacheDuration;
        return answer.ExpireTime?.ToDateTimeOffset() is { } expiry && expiry < end ? expiry : end;
    }

    private Perishable<LinkTarget> Nowhere(string code, DateTimeOffset now, Problem problem) =>
        new(new LinkTarget(code, default, problem), now + _options.NegativeCacheDuration);
}
