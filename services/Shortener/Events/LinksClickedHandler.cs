using System.Buffers.Binary;
using Google.Protobuf;
using Google.Protobuf.Collections;
using Platform.Messaging;
using Platform.Shortener.Api;
using Platform.Shortener.Domain;
using Platform.Shortener.Storage;
using Platform.Shortener.V1;

namespace Platform.Shortener.Events;

/// <summary>Counts clicks. What is broken does not hold up the rest of its batch.</summary>
internal sealed class LinksClickedHandler(StatisticsStore statistics, LinkRealtime realtime, TimeProvider clock) : ITopicHandler<LinksClicked>
{
    public const string Topic = "shortener-links-clicked";

    // DNS names have 253 characters at most; browser families and countries are shorter.
    private const int MaxNameLength = 253;

    public async Task HandleAsync(LinksClicked message, CancellationToken cancellationToken)
    {
        var links = message.Links.Where(link => LinkRules.IsCode(link.ShortCode) && link is { Clicks: >= 0, BotClicks: >= 0 }).ToList();
        await statistics.AddAsync(message.BatchId, links.ToLookup(link => link.ShortCode, ToDomain), cancellationToken);
        await realtime.ClickedAsync(message.BatchId, links, cancellationToken);
    }

    private DayOfClicks ToDomain(LinksClicked.Types.LinkClicks link) => new()
    {
        // Clicks without a time that makes sense happened a moment ago: events take about a second.
        Date = DateOnly.FromDateTime((LinkTimes.ToTime(link.LastClickTime) ?? clock.GetUtcNow()).UtcDateTime),
        Clicks = link.Clicks,
        BotClicks = link.BotClicks,
        Visitors = Hashes(link.VisitorHashes),
        Referrers = Bounded(link.ReferrerHosts),
        Countries = Bounded(link.Countries),
        Browsers = Bounded(link.Browsers),
    };

    private static ulong[] Hashes(ByteString bytes)
    {
        var hashes = new ulong[bytes.Length / sizeof(ulong)];
        for (var i = 0; i < hashes.Length; i++)
        {
            hashes[i] = BinaryPrimitives.ReadUInt64BigEndian(bytes.Span[(i * sizeof(ulong))..]);
        }

        return hashes;
    }

    private static Dictionary<string, long> Bounded(MapField<string, long> counts)
    {
        var bounded = new Dictionary<string, long>();
        foreach (var (name, count) in counts)
        {
            var key = name.Length is > 0 and <= MaxNameLength ? name : LinkStatistics.Other;
            bounded[key] = bounded.GetValueOrDefault(key) + Math.Max(count, 0);
        }

        return bounded;
    }
}
