namespace Platform.Geography.Roads;

/// <summary>
/// The fastest ways on a road graph, by A* (Hart, Nilsson, Raphael 1968): the estimate of what is left is the great circle at the graph's top speed, which never is
/// too much, so what is found is as fast as what Dijkstra's algorithm finds. Safe for many callers at once.
/// </summary>
public sealed class RoadRouter
{
    private readonly RoadGraph _graph;
    private readonly NodeGrid _grid;

    /// <summary>Makes a router of a graph.</summary>
    public RoadRouter(RoadGraph graph)
    {
        ArgumentNullException.ThrowIfNull(graph);
        (_graph, _grid) = (graph, new NodeGrid(graph));
    }

    /// <summary>The nearest junction to a point.</summary>
    /// <param name="point">The point.</param>
    /// <param name="maxMeters">How far it may be at most.</param>
    /// <returns>The node; null where none is near.</returns>
    public int? FindNode(GeoPoint point, double maxMeters) => _grid.Nearest(point, maxMeters);

    /// <summary>The fastest way between two junctions.</summary>
    /// <returns>The way; null where none leads there.</returns>
    public RoadRoute? FindRoute(int from, int to)
    {
        var seconds = new Dictionary<int, double> { [from] = 0 };
        var cameBy = new Dictionary<int, RoadEdge>();
        var settled = new HashSet<int>();
        var open = new PriorityQueue<int, double>();
        open.Enqueue(from, 0);
        while (open.TryDequeue(out var node, out _))
        {
            if (node == to)
            {
                return Trace(from, to, cameBy);
            }

            if (!settled.Add(node))
            {
                continue;
            }

            foreach (ref readonly var edge in _graph.From(node))
            {
                var arrival = seconds[node] + edge.Seconds;
                if (!seconds.TryGetValue(edge.To, out var known) || arrival < known)
                {
                    seconds[edge.To] = arrival;
                    cameBy[edge.To] = edge;
                    open.Enqueue(edge.To, arrival + LeastSeconds(edge.To, to));
                }
            }
        }

        return null;
    }

    private double LeastSeconds(int node, int to) => _graph[node].DistanceKm(_graph[to]) * 1000 / _graph.TopSpeed;

    private RoadRoute Trace(int from, int to, Dictionary<int, RoadEdge> cameBy)
    {
        var (meters, seconds) = (0d, 0d);
        var path = new List<GeoPoint> { _graph[to] };
        for (var node = to; node != from; node = cameBy[node].From)
        {
            meters += cameBy[node].Meters;
            seconds += cameBy[node].Seconds;
            path.Add(_graph[cameBy[node].From]);
        }

        path.Reverse();
        return new RoadRoute(meters, seconds, path);
    }
}

/// <summary>A way over the roads.</summary>
/// <param name="Meters">How far it is.</param>
/// <param name="Seconds">How long a car takes.</param>
/// <param name="Path">The junctions on it, both ends included.</param>
public sealed record RoadRoute(double Meters, double Seconds, IReadOnlyList<GeoPoint> Path);
