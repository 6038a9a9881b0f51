using System.Buffers.Binary;
using Google.Protobuf;
using Google.Protobuf.Collections;
using Google.Protobuf.WellKnownTypes;
using Platform.Shortener.V1;

namespace Platform.Gateway.Redirects;

/// <summary>Who clicked, as far as statistics may know.</summary>
internal readonly record struct Visitor(ulong Hash, AgentClass Agent);

/// <summary>The clicks on one link on one day, summed up while they are read.</summary>
internal sealed class ClickSum(string code)
{
    private readonly LinksClicked.Types.LinkClicks _sum = new() { ShortCode = code };
    private readonly HashSet<ulong> _visitors = [];
    private DateTimeOffset _last;

    /// <summary>Adds a click; empty names are not known.</summary>
    public void Add(DateTimeOffset time, Visitor visitor, string referrerHost, string country)
    {
        _last = time > _last ? time : _last;
        if (visitor.Agent.IsBot)
        {
            _sum.BotClicks++;
            return;
        }

        _sum.Clicks++;
        _visitors.Add(visitor.Hash);
        Count(_sum.ReferrerHosts, referrerHost);
        Count(_sum.Countries, country);
        Count(_sum.Browsers, visitor.Agent.BrowserFamily);
    }

    public LinksClicked.Types.LinkClicks ToMessage()
    {
        var hashes = new byte[_visitors.Count * sizeof(ulong)];
        foreach (var (index, hash) in _visitors.Index())
        {
            BinaryPrimitives.WriteUInt64BigEndian(hashes.AsSpan(index * sizeof(ulong)), hash);
        }

        _sum.VisitorHashes = UnsafeByteOperations.UnsafeWrap(hashes);
        _sum.LastClickTime = Timestamp.FromDateTimeOffset(_last);
        return _sum;
    }

    private static void Count(MapField<string, long> counts, string name)
    {
        if (name.Length == 0) return;
        counts.TryGetValue(name, out var count);
        counts[name] = count + 1;
    }
}
