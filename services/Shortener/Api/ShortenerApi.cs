using Google.Api;
using Google.Protobuf;
using Grpc.Core;
using Platform.Hosting;
using Platform.Hosting.Access;
using Platform.Hosting.Failures;
using Platform.Shortener.Domain;
using Platform.Shortener.Events;
using Platform.Shortener.Storage;
using Platform.Shortener.V1;
using Platform.State.Idempotency;

namespace Platform.Shortener.Api;

/// <summary>The API of short links.</summary>
internal sealed class ShortenerApi(
    LinkStore links,
    LinkCache cache,
    StatisticsStore statistics,
    ICodeSource codes,
    LinkValidator validator,
    LinkMapper mapper,
    LinkEvents events,
    TimeProvider clock) : ShortenerService.ShortenerServiceBase
{
    private const int DefaultPageSize = 50;
    private const int MaxPageSize = 1000;
    private const int MaxCodeAttempts = 16;
    private static readonly TimeSpan NoFreeCodeRetry = TimeSpan.FromSeconds(1);

    public override async Task<Link> CreateLink(CreateLinkRequest request, ServerCallContext context)
    {
        var cancellationToken = context.CancellationToken;
        var owner = context.Principal().UserId;
        var key = RequestKey.Of(owner, request.RequestId, request.ToByteArray());
        if (await links.FindCreatedAsync(key, cancellationToken) is { } earlier)
        {
            return mapper.ToProto(earlier);
        }

        var expireTime = validator.Check(request);
        var now = clock.GetUtcNow();
        var link = new ShortLink
        {
            Code = request.Alias,
            LongUrl = request.LongUrl,
            Owner = owner,
            CreateTime = now,
            UpdateTime = now,
            UrlTime = now,
            ExpireTime = expireTime,
            MaxVisits = request.MaxVisits,
        };
        var created = request.Alias.Length > 0
            ? await CreateWithAliasAsync(link, key, cancellationToken)
            : await CreateWithCodeAsync(link, key, cancellationToken);
        cache.Evict(created.Code);
        return mapper.ToProto(created);
    }

    public override async Task<Link> GetLink(GetLinkRequest request, ServerCallContext context) =>
        mapper.ToProto(await GetOwnAsync(request.Name, context));

    public override async Task<ListLinksResponse> ListLinks(ListLinksRequest request, ServerCallContext context)
    {
        new FieldValidator().Require(request.PageSize >= 0, "page_size", "must not be negative").ThrowIfInvalid();
        var owner = context.Principal().UserId;
        var query = $"{owner}\n{request.LongUrl}";
        var size = request.PageSize == 0 ? DefaultPageSize : Math.Min(request.PageSize, MaxPageSize);
        var before = PageToken.Decode(request.PageToken, query, LinkStore.ListShards);
        var (page, next) = await links.ListAsync(owner, request.LongUrl, before, size, context.CancellationToken);
        return new ListLinksResponse
        {
            Links = { page.Select(mapper.ToProto) },
            NextPageToken = next is { } position ? PageToken.Encode(position, query) : "",
        };
    }

    public override Task<Link> UpdateLink(UpdateLinkRequest request, ServerCallContext context)
    {
        if (request.Link is not { } link)
        {
            throw new InvalidArgumentException("link", "must be set");
        }

        var change = validator.Check(request);
        return ChangeAsync(LinkNames.CodeOf(link.Name, "link.name"), link.Etag, change, context);
    }

    public override Task<Link> DeleteLink(DeleteLinkRequest request, ServerCallContext context) =>
        ChangeAsync(LinkNames.CodeOf(request.Name), request.Etag, link => link.Deleted(clock.GetUtcNow()), context);

    public override Task<Link> UndeleteLink(UndeleteLinkRequest request, ServerCallContext context) =>
        ChangeAsync(
            LinkNames.CodeOf(request.Name),
            etag: "",
            link => link.Restored(clock.GetUtcNow())
                ?? throw new FailedPreconditionException("LINK_NOT_GONE", "The link is neither deleted nor expired."),
            context);

    public override async Task<LinkStats> GetLinkStats(GetLinkStatsRequest request, ServerCallContext context)
    {
        var link = await GetOwnAsync(request.Name, context);
        return LinkMapper.ToProto(await statistics.GetAsync(link.Code, context.CancellationToken));
    }

    public override async Task<HttpBody> GetLinkQrCode(GetLinkQrCodeRequest request, ServerCallContext context)
    {
        var link = await GetOwnAsync(request.Name, context);
        return QrCodes.Draw(mapper.ShortUrl(link.Code), request);
    }

    public override async Task<ResolveLinkResponse> ResolveLink(ResolveLinkRequest request, ServerCallContext context)
    {
        if (!LinkRules.IsCode(request.ShortCode))
        {
            throw new InvalidArgumentException("short_code", "is no short code");
        }

        var link = await cache.FindAsync(request.ShortCode, context.CancellationToken) ?? throw LinkStore.Unknown(request.ShortCode);
        ThrowIfGone(link);
        if (link.MaxVisits > 0 && !request.Peek)
        {
            link = await links.UpdateAsync(link.Code, VisitedOrGone, context.CancellationToken);
        }

        return new ResolveLinkResponse
        {
            LongUrl = link.LongUrl,
            ExpireTime = LinkTimes.ToTimestamp(link.ExpireTime),
            Cacheable = link.MaxVisits == 0,
        };
    }

    private async Task<ShortLink> CreateWithAliasAsync(ShortLink link, RequestKey? key, CancellationToken cancellationToken)
    {
        var created = await links.TryCreateAsync(link, key, cancellationToken)
            ?? throw new AlreadyExistsException("ALIAS_TAKEN", "The alias is taken.") { Facts = { ["alias"] = link.Code } };
        // Somebody may have asked for it before there was one, and remembers that there is none.
        await events.ChangedAsync(mapper.ToProto(created), cancellationToken);
        return created;
    }

    private async Task<ShortLink> CreateWithCodeAsync(ShortLink link, RequestKey? key, CancellationToken cancellationToken)
    {
        for (var attempt = 0; attempt < MaxCodeAttempts; attempt++)
        {
            var code = await codes.NextAsync(link.Owner, link.LongUrl, attempt, cancellationToken);
            if (await links.TryCreateAsync(link with { Code = code }, key, cancellationToken) is { } created)
            {
                return created;
            }
        }

        throw new ResourceExhaustedException("NO_FREE_CODE", "No free code was found; try again.", NoFreeCodeRetry);
    }

    private async Task<Link> ChangeAsync(string code, string etag, Func<ShortLink, ShortLink> change, ServerCallContext context)
    {
        var caller = context.Principal();
        var link = await links.UpdateAsync(
            code,
            old =>
            {
                caller.RequireOwner(old.Owner);
                return etag.Length == 0 || etag == old.ETag
                    ? change(old)
                    : throw new AbortedException("ETAG_MISMATCH", "The link has changed since it was read.");
            },
            context.CancellationToken);
        cache.Evict(code);
        var changed = mapper.ToProto(link);
        await events.ChangedAsync(changed, context.CancellationToken);
        return changed;
    }

    private async Task<ShortLink> GetOwnAsync(string name, ServerCallContext context)
    {
        var link = await links.GetAsync(LinkNames.CodeOf(name), context.CancellationToken);
        context.Principal().RequireOwner(link.Owner);
        return link;
    }

    private ShortLink VisitedOrGone(ShortLink link)
    {
        ThrowIfGone(link);
        return link.Visited();
    }

    private void ThrowIfGone(ShortLink link)
    {
        var state = link.StateAt(clock.GetUtcNow());
        if (state != LinkState.Active)
        {
            throw new FailedPreconditionException("LINK_GONE", "The link is no longer available.") { Facts = { ["state"] = state.ToString() } };
        }
    }
}
