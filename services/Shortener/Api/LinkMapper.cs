using Google.Protobuf.WellKnownTypes;
using Microsoft.Extensions.Options;
using Platform.Shortener.Domain;
using Platform.Shortener.V1;

namespace Platform.Shortener.Api;

/// <summary>Links and sums as messages.</summary>
internal sealed class LinkMapper(IOptions<ShortenerOptions> options, TimeProvider clock)
{
    private readonly string _prefix = options.Value.PublicUrl.TrimEnd('/') + "/";

    public string ShortUrl(string code) => _prefix + code;

    public Link ToProto(ShortLink link)
    {
        var state = link.StateAt(clock.GetUtcNow());
        return new Link
        {
            Name = LinkNames.Of(link.Code),
            ShortCode = link.Code,
            ShortUrl = ShortUrl(link.Code),
            LongUrl = link.LongUrl,
            CreateTime = Timestamp.FromDateTimeOffset(link.CreateTime),
            UpdateTime = Timestamp.FromDateTimeOffset(link.UpdateTime),
            ExpireTime = LinkTimes.ToTimestamp(link.ExpireTime),
            MaxVisits = link.MaxVisits,
            DeleteTime = LinkTimes.ToTimestamp(link.DeleteTime),
            PurgeTime = state is LinkState.Deleted or LinkState.Expired ? LinkTimes.ToTimestamp(link.PurgeTime(options.Value.Retention)) : null,
            State = ToProto(state),
            Etag = link.ETag,
        };
    }

    public static LinkStats ToProto(LinkStatistics statistics) => new()
    {
        Clicks = statistics.Clicks,
        BotClicks = statistics.BotClicks,
        UniqueVisitors = statistics.EstimateVisitors(),
        Referrers = { statistics.Referrers },
        Countries = { statistics.Countries },
        Browsers = { statistics.Browsers },
        Daily = { statistics.Daily.Select(day => new DailyClicks { Date = day.Key, Clicks = day.Value }) },
    };

    private static Link.Types.State ToProto(LinkState state) => state switch
    {
        LinkState.Active => Link.Types.State.Active,
        LinkState.Expired => Link.Types.State.Expired,
        LinkState.UsedUp => Link.Types.State.UsedUp,
        LinkState.Deleted => Link.Types.State.Deleted,
        _ => Link.Types.State.Unspecified,
    };
}
