namespace Platform.Geography.Roads;

/// <summary>
/// Roads as a directed graph: nodes are junctions, edges are ways between two, with their length and the time that a car takes. Edges lie in one array, those
/// of a node side by side, so that a search reads memory in order.
/// </summary>
public sealed class RoadGraph
{
    private readonly GeoPoint[] _nodes;
    private readonly int[] _firstEdge;
    private readonly RoadEdge[] _edges;

    /// <summary>Makes a graph.</summary>
    /// <param name="nodes">The junctions; an index names one.</param>
    /// <param name="edges">The ways, each in the direction in which it may be driven.</param>
    /// <exception cref="ArgumentException">There are no nodes, or an edge leads from or to none, or is not longer than nothing or not faster than standing.</exception>
    public RoadGraph(IReadOnlyList<GeoPoint> nodes, IReadOnlyCollection<RoadEdge> edges)
    {
        ArgumentNullException.ThrowIfNull(nodes);
        ArgumentNullException.ThrowIfNull(edges);
        if (nodes.Count == 0 || edges.Any(edge => !IsNode(edge.From, nodes) || !IsNode(edge.To, nodes) || !(edge.Meters > 0) || !(edge.Seconds > 0)))
        {
            throw new ArgumentException("must have nodes, and edges between them with a length and a time", nameof(edges));
        }

        _nodes = [.. nodes];
        _edges = [.. edges.OrderBy(edge => edge.From)];
        _firstEdge = new int[_nodes.Length + 1];
        foreach (var edge in _edges)
        {
            _firstEdge[edge.From + 1]++;
        }

        for (var node = 0; node < _nodes.Length; node++)
        {
            _firstEdge[node + 1] += _firstEdge[node];
        }

        // No edge is faster than this as the crow flies, which makes the estimate of A* admissible whatever the lengths say.
        TopSpeed = _edges.Length == 0 ? 1 : _edges.Max(edge => Math.Max(edge.Meters, Meters(edge.From, edge.To)) / edge.Seconds);
    }

    /// <summary>How many nodes there are.</summary>
    public int NodeCount => _nodes.Length;

    /// <summary>How many edges there are.</summary>
    public int EdgeCount => _edges.Length;

    /// <summary>The highest speed of an edge, metres a second.</summary>
    public double TopSpeed { get; }

    /// <summary>Where a node is.</summary>
    public GeoPoint this[int node] => _nodes[node];

    /// <summary>The edges that leave a node.</summary>
    public ReadOnlySpan<RoadEdge> From(int node) => _edges.AsSpan(_firstEdge[node].._firstEdge[node + 1]);

    private static bool IsNode(int node, IReadOnlyList<GeoPoint> nodes) => node >= 0 && node < nodes.Count;

    private double Meters(int from, int to) => _nodes[from].DistanceKm(_nodes[to]) * 1000;
}

/// <summary>A way between two junctions.</summary>
/// <param name="From">The node where it begins.</param>
/// <param name="To">The node where it ends.</param>
/// <param name="Meters">Its length along the road.</param>
/// <param name="Seconds">How long a car takes.</param>
public readonly record struct RoadEdge(int From, int To, double Meters, double Seconds);
