namespace Platform.Gateway.Transcoding.Templates;

/// <summary>What a leaf of the trie leads to.</summary>
internal sealed record RouteEntry<T>(PathTemplate Template, T Route);

/// <summary>One segment position in the trie of a <see cref="RouteTable{T}"/>.</summary>
internal sealed class RouteNode<T>
    where T : class
{
    private readonly Dictionary<string, RouteNode<T>> _literals = new(StringComparer.Ordinal);
    private readonly Leaves<T> _ending = new();
    private readonly Leaves<T> _multi = new();
    private RouteNode<T>? _single;

    /// <summary>The methods bound to the template's pattern; creates the path to them.</summary>
    public Dictionary<string, RouteEntry<T>> Leaf(PathTemplate template)
    {
        var node = this;
        foreach (var segment in template.Segments)
        {
            if (segment.Kind == SegmentKind.Multi) return node._multi.Of(template.Verb);
            node = segment.Kind == SegmentKind.Single ? node._single ??= new RouteNode<T>() : node.Literal(segment.Text);
        }
        return node._ending.Of(template.Verb);
    }

    /// <summary>Finds the entry below this node, and collects the methods of leaves that match but for the method.</summary>
    public RouteEntry<T>? Find(PathSegments segments, int index, string verb, string method, ref HashSet<string>? allowed)
    {
        RouteEntry<T>? entry = null;
        if (index == segments.Count)
        {
            entry = _ending.Find(verb, method, ref allowed);
        }
        else
        {
            if (LiteralOf(segments[index]) is { } literal) entry = literal.Find(segments, index + 1, verb, method, ref allowed);
            if (_single is not null && !segments[index].IsEmpty) entry ??= _single.Find(segments, index + 1, verb, method, ref allowed);
        }
        return entry ?? _multi.Find(verb, method, ref allowed);
    }

    private RouteNode<T> Literal(string text)
    {
        if (!_literals.TryGetValue(text, out var next)) _literals.Add(text, next = new RouteNode<T>());
        return next;
    }

    private RouteNode<T>? LiteralOf(ReadOnlySpan<char> segment)
    {
        if (_literals.Count == 0) return null;
        if (segment.Contains('%')) return PercentEncoding.TryDecode(segment, keepSlashes: false, out var text) ? _literals.GetValueOrDefault(text) : null;
        return _literals.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(segment, out var node) ? node : null;
    }
}

/// <summary>The entries at one place of the trie by custom verb (empty for none) and HTTP method.</summary>
internal sealed class Leaves<T>
    where T : class
{
    private readonly Dictionary<string, Dictionary<string, RouteEntry<T>>> _byVerb = new(StringComparer.Ordinal);

    public Dictionary<string, RouteEntry<T>> Of(string verb)
    {
        if (!_byVerb.TryGetValue(verb, out var methods)) _byVerb.Add(verb, methods = new(StringComparer.Ordinal));
        return methods;
    }

    public RouteEntry<T>? Find(string verb, string method, ref HashSet<string>? allowed)
    {
        if (!_byVerb.TryGetValue(verb, out var methods)) return null;
        if (methods.TryGetValue(method, out var entry)) return entry;
        (allowed ??= new(StringComparer.Ordinal)).UnionWith(methods.Keys);
        return null;
    }
}
