using Platform.Geography;
using Platform.Geography.Roads;

namespace Platform.Simulator.Rides;

/// <summary>The streets on which everybody drives: those of Campo Grande, or a grid where the data set is missing.</summary>
internal sealed class CityMap
{
    private const int GridSize = 40;
    private const double GridStep = 0.0027;
    private const double GridMeters = 300;
    private const double GridSeconds = GridMeters / (30 / 3.6);
    private const int Candidates = 60;

    // Streets are longer than the line through the air.
    private const double Detour = 1.3;

    private readonly RoadGraph _graph;
    private readonly RoadRouter _router;

    private CityMap(RoadGraph graph, string name)
    {
        (_graph, Name) = (graph, name);
        _router = new RoadRouter(graph);
    }

    /// <summary>What the report calls it.</summary>
    public string Name { get; }

    /// <summary>Reads the real streets where they are.</summary>
    public static CityMap Load(string? nodes, string? edges) => nodes is not null && edges is not null
        ? new CityMap(RoadFiles.Read(nodes, edges), "Campo Grande")
        : new CityMap(Grid(), "a grid of streets");

    public GeoPoint this[int node] => _graph[node];

    public int RandomNode(Random random) => random.Next(_graph.NodeCount);

    /// <summary>A junction about so far by road from another one.</summary>
    public int NodeAt(int from, double meters, Random random) => Enumerable.Range(0, Candidates)
        .Select(_ => RandomNode(random))
        .Where(node => node != from)
        .MinBy(node => Math.Abs((_graph[from].DistanceKm(_graph[node]) * 1000 * Detour) - meters));

    /// <summary>The way from one point to another; null where there is none.</summary>
    public RoadRoute? Route(GeoPoint from, GeoPoint to) =>
        _router.FindNode(from, maxMeters: 5000) is { } start && _router.FindNode(to, maxMeters: 5000) is { } end ? _router.FindRoute(start, end) : null;

    private static RoadGraph Grid()
    {
        var nodes = Enumerable.Range(0, GridSize * GridSize).Select(i => new GeoPoint(-20.50 + (i / GridSize * GridStep), -54.60 + (i % GridSize * GridStep))).ToList();
        var edges = new List<RoadEdge>();
        for (var i = 0; i < nodes.Count; i++)
        {
            if (i % GridSize < GridSize - 1) Connect(i, i + 1);
            if (i / GridSize < GridSize - 1) Connect(i, i + GridSize);
        }

        return new RoadGraph(nodes, edges);

        void Connect(int one, int other)
        {
            edges.Add(new RoadEdge(one, other, GridMeters, GridSeconds));
            edges.Add(new RoadEdge(other, one, GridMeters, GridSeconds));
        }
    }
}
