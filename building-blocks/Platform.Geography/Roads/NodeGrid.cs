namespace Platform.Geography.Roads;

/// <summary>Finds the nearest node: nodes lie in squares of a hundredth of a degree, which are searched in rings around a point.</summary>
internal sealed class NodeGrid
{
    private const double CellsPerDegree = 100;
    private const double MetersPerDegree = 111_000;

    private readonly RoadGraph _graph;
    private readonly Dictionary<(int Row, int Column), List<int>> _cells = [];

    public NodeGrid(RoadGraph graph)
    {
        _graph = graph;
        for (var node = 0; node < graph.NodeCount; node++)
        {
            var cell = CellOf(graph[node]);
            if (!_cells.TryGetValue(cell, out var nodes))
            {
                _cells[cell] = nodes = [];
            }

            nodes.Add(node);
        }
    }

    public int? Nearest(GeoPoint point, double maxMeters)
    {
        var center = CellOf(point);
        // Columns get narrow towards the poles; a ring is as wide as its narrowest side.
        var ringMeters = MetersPerDegree / CellsPerDegree * Math.Max(0.01, Math.Cos(point.Latitude * Math.PI / 180));
        var (best, bestMeters) = ((int?)null, maxMeters);
        for (var ring = 0; (ring - 1) * ringMeters <= bestMeters; ring++)
        {
            foreach (var node in Ring(center, ring))
            {
                var meters = _graph[node].DistanceKm(point) * 1000;
                if (meters <= bestMeters)
                {
                    (best, bestMeters) = (node, meters);
                }
            }
        }

        return best;
    }

    private static (int Row, int Column) CellOf(GeoPoint point) =>
        ((int)Math.Floor(point.Latitude * CellsPerDegree), (int)Math.Floor(point.Longitude * CellsPerDegree));

    private IEnumerable<int> Ring((int Row, int Column) center, int ring)
    {
        for (var row = center.Row - ring; row <= center.Row + ring; row++)
        {
            var step = ring == 0 || Math.Abs(row - center.Row) == ring ? 1 : 2 * ring;
            for (var column = center.Column - ring; column <= center.Column + ring; column += step)
            {
                foreach (var node in _cells.GetValueOrDefault((row, column)) ?? [])
                {
                    yield return node;
                }
            }
        }
    }
}
