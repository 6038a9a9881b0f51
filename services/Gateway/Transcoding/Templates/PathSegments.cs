namespace Platform.Gateway.Transcoding.Templates;

/// <summary>A request path, split at its slashes without copying.</summary>
internal readonly ref struct PathSegments(ReadOnlySpan<char> path, ReadOnlySpan<Range> ranges)
{
    private readonly ReadOnlySpan<char> _path = path;
    private readonly ReadOnlySpan<Range> _ranges = ranges;

    public int Count => _ranges.Length;

    public ReadOnlySpan<char> this[int index] => _path[_ranges[index]];

    /// <summary>The text from one segment up to, not including, another, with the slashes between them.</summary>
    public ReadOnlySpan<char> Slice(int start, int end) =>
        start >= end ? [] : _path[_ranges[start].Start.._ranges[end - 1].End];

    /// <summary>Splits a custom verb off the last segment: what follows its last colon. An escaped colon is no separator.</summary>
    public bool TrySplitVerb(out PathSegments withoutVerb, out string verb)
    {
        var colon = this[Count - 1].LastIndexOf(':');
        if (colon < 0)
        {
            withoutVerb = default;
            verb = "";
            return false;
        }
        var end = _ranges[^1].Start.Value + colon;
        verb = _path[(end + 1)..].ToString();
        var shortened = _ranges.ToArray();
        shortened[^1] = _ranges[^1].Start..end;
        withoutVerb = new PathSegments(_path[..end], shortened);
        return verb.Length > 0;
    }

    /// <summary>
    /// Whether a segment is <c>.</c> or <c>..</c>, however it is escaped. Proxies resolve such paths differently, so what
    /// one of them let through must not reach a service as another resource's name.
    /// </summary>
    public bool ContainsDotSegment()
    {
        foreach (var range in _ranges)
        {
            var segment = _path[range];
            if (segment.Length > "%2e%2e".Length || segment.IsEmpty || segment[0] is not ('.' or '%')) continue;
            if (PercentEncoding.TryDecode(segment, keepSlashes: false, out var text) && text is "." or "..") return true;
        }
        return false;
    }
}
