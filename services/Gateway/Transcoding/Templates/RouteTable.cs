using System.Buffers;
using System.Diagnostics.CodeAnalysis;

namespace Platform.Gateway.Transcoding.Templates;

/// <summary>How a lookup in a <see cref="RouteTable{T}"/> ended.</summary>
internal enum RouteOutcome
{
    NotFound,
    Found,

    /// <summary>The path is known, for other methods.</summary>
    MethodNotAllowed,

    /// <summary>A variable's percent-escapes do not decode.</summary>
    MalformedPath,
}

/// <summary>
/// The result of a lookup. <paramref name="Values"/> has the decoded text of each variable in template order;
/// <paramref name="Allowed"/> the methods that the path takes, when it does not take the one that came.
/// </summary>
internal readonly record struct RouteMatch<T>(RouteOutcome Outcome, T? Route, string[] Values, IReadOnlyCollection<string> Allowed);

/// <summary>
/// Finds the route of a request path in a trie of path segments. Where several templates match, a literal goes before
/// <c>*</c> and <c>*</c> before <c>**</c>, decided segment by segment from the left; a custom verb that any template
/// declares for the path goes before reading the colon as part of the last segment. Immutable and safe for concurrent use.
/// </summary>
internal sealed class RouteTable<T>
    where T : class
{
    private readonly RouteNode<T> _root = new();

    /// <exception cref="InvalidOperationException">Two routes have the same method and pattern.</exception>
    public RouteTable(IEnumerable<(string Method, PathTemplate Template, T Route)> routes)
    {
        foreach (var (method, template, route) in routes)
        {
            var entry = new RouteEntry<T>(template, route);
            if (!_root.Leaf(template).TryAdd(method, entry))
            {
                throw new InvalidOperationException($"Two methods are bound to {method} {template}: {_root.Leaf(template)[method].Route} and {route}.");
            }
        }
    }

    /// <summary>Finds the route.</summary>
    /// <param name="method">The HTTP method, upper-case.</param>
    /// <param name="path">The path as it was sent, still percent-encoded, without the query.</param>
    public RouteMatch<T> Match(string method, ReadOnlySpan<char> path)
    {
        if (path.IsEmpty || path[0] != '/') return Miss(RouteOutcome.NotFound);
        path = path[1..];
        var count = path.Count('/') + 1;
        Range[]? rented = null;
        Span<Range> ranges = count <= 32 ? stackalloc Range[count] : (rented = ArrayPool<Range>.Shared.Rent(count)).AsSpan(0, count);
        try
        {
            path.Split(ranges, '/');
            return Match(method, new PathSegments(path, ranges));
        }
        finally
        {
            if (rented is not null) ArrayPool<Range>.Shared.Return(rented);
        }
    }

    private RouteMatch<T> Match(string method, PathSegments segments)
    {
        if (segments.ContainsDotSegment()) return Miss(RouteOutcome.NotFound);
        if (segments.TrySplitVerb(out var withoutVerb, out var verb) && Find(withoutVerb, verb, method) is { Outcome: not RouteOutcome.NotFound } custom)
        {
            return custom;
        }
        return Find(segments, "", method);
    }

    private RouteMatch<T> Find(PathSegments segments, string verb, string method)
    {
        HashSet<string>? allowed = null;
        if (_root.Find(segments, 0, verb, method, ref allowed) is { } entry)
        {
            return TryCapture(entry.Template, segments, out var values)
                ? new RouteMatch<T>(RouteOutcome.Found, entry.Route, values, [])
                : Miss(RouteOutcome.MalformedPath);
        }
        return allowed is null ? Miss(RouteOutcome.NotFound) : new RouteMatch<T>(RouteOutcome.MethodNotAllowed, null, [], allowed);
    }

    private static bool TryCapture(PathTemplate template, PathSegments segments, [NotNullWhen(true)] out string[]? values)
    {
        values = template.Variables.Count == 0 ? [] : new string[template.Variables.Count];
        for (var i = 0; i < values.Length; i++)
        {
            var variable = template.Variables[i];
            var end = variable.Start + variable.Length;
            // "**" stands for what is left, which may be more or less than its one template segment.
            if (variable.SpansSegments && end == template.Segments.Count) end = segments.Count;
            if (!PercentEncoding.TryDecode(segments.Slice(variable.Start, end), variable.SpansSegments, out var value)) return false;
            values[i] = value;
        }
        return true;
    }

    private static RouteMatch<T> Miss(RouteOutcome outcome) => new(outcome, null, [], []);
}
