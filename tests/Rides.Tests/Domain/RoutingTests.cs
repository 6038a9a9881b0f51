using Platform.Geography;
using Platform.Geography.Roads;
using Platform.Rides.Domain.Routing;
using Platform.Testing;

namespace Platform.Rides.Tests.Domain;

public sealed class RoutingTests
{
    [Fact]
    public void FindRoute_RandomGraphs_IsAsFastAsBellmanFord()
    {
        var random = new Random(3);
        for (var round = 0; round < 200; round++)
        {
            var graph = RandomGraph(random, nodes: 60, edges: 150);
            var (from, to) = (random.Next(60), random.Next(60));

            var route = new RoadRouter(graph).FindRoute(from, to);

            var expected = BellmanFord(graph, from)[to];
            (route is null).ShouldBe(double.IsInfinity(expected));
            (route?.Seconds ?? 0).ShouldBe(route is null ? 0 : expected, 1e-6);
        }
    }

    [Fact]
    public void FindRoute_OneWay_LeadsInOneDirectionOnly()
    {
        var router = new RoadRouter(new RoadGraph([new GeoPoint(0, 0), new GeoPoint(0, 0.01)], [new RoadEdge(0, 1, 1113, 100)]));

        router.FindRoute(0, 1)!.Meters.ShouldBe(1113);
        router.FindRoute(1, 0).ShouldBeNull();
        router.FindRoute(1, 1)!.Meters.ShouldBe(0);
    }

    [Fact]
    public void FindNode_ManyPoints_IsTheNearest()
    {
        var random = new Random(5);
        var graph = RandomGraph(random, nodes: 500, edges: 0);
        var router = new RoadRouter(graph);
        for (var i = 0; i < 500; i++)
        {
            var point = new GeoPoint(40 + (random.NextDouble() * 0.3), 10 + (random.NextDouble() * 0.3));
            var nearest = Enumerable.Range(0, graph.NodeCount).MinBy(node => graph[node].DistanceKm(point));

            router.FindNode(point, 50_000).ShouldBe(nearest);
        }

        router.FindNode(new GeoPoint(-40, 10), 1_000).ShouldBeNull();
    }

    [Fact]
    public void Read_CampoGrande_RoutesAcrossTheCity()
    {
        var graph = RoadFiles.Read(Datasets.Require("c-trips", "road-campo-grande-nodes.csv.gz"), Datasets.Require("c-trips", "road-campo-grande-edges.csv.gz"));
        graph.NodeCount.ShouldBe(8_501);
        var estimator = new RouteEstimator([new RoadRouter(graph)]);

        var route = estimator.Estimate(new GeoPoint(-20.45, -54.59), new GeoPoint(-20.52, -54.55));

        route.IsByRoads.ShouldBeTrue();
        // 8.8 km as the crow flies.
        route.Meters.ShouldBeInRange(8_800, 16_000);
        route.Duration.TotalMinutes.ShouldBeInRange(10, 40);
    }

    [Fact]
    public void Estimate_WithoutRoads_IsTheGreatCircleWithDetours()
    {
        var route = new RouteEstimator([]).Estimate(new GeoPoint(41.88, -87.63), new GeoPoint(41.98, -87.63));

        // A tenth of a degree: 11.12 km, times 1.3.
        route.Meters.ShouldBeInRange(14_450, 14_460);
        route.Duration.ShouldBe(TimeSpan.FromSeconds(Math.Round(route.Meters / RouteEstimator.DefaultSpeed)));
        route.IsByRoads.ShouldBeFalse();
    }

    [Fact]
    public void SpeedHistory_FewTrips_SaysNothing()
    {
        var history = SpeedHistory.None;
        for (var i = 0; i < 4; i++)
        {
            history = history.With(8, 5_000, TimeSpan.FromMinutes(10));
        }

        history.At(8).ShouldBeNull();
        history = history.With(8, 5_000, TimeSpan.FromMinutes(10));
        history.At(8)!.Value.ShouldBe(5_000 / 600.0, 1e-9);
        history.At(9).ShouldBeNull();
        history.With(8, 1_000_000, TimeSpan.FromMinutes(1)).ShouldBeSameAs(history);
        history.With(8, 0, TimeSpan.Zero).ShouldBeSameAs(history);
    }

    private static RoadGraph RandomGraph(Random random, int nodes, int edges)
    {
        GeoPoint[] points = [.. Enumerable.Range(0, nodes).Select(_ => new GeoPoint(40 + (random.NextDouble() * 0.3), 10 + (random.NextDouble() * 0.3)))];
        return new RoadGraph(points, [.. Enumerable.Range(0, edges).Select(_ =>
        {
            var (from, to) = (random.Next(nodes), random.Next(nodes));
            var meters = Math.Max(1, points[from].DistanceKm(points[to]) * 1000 * (1 + random.NextDouble()));
            return new RoadEdge(from, to, meters, meters / (5 + (random.NextDouble() * 20)));
        })]);
    }

    // Bellman and Ford's algorithm: nothing in common with A* but the answer.
    private static double[] BellmanFord(RoadGraph graph, int from)
    {
        var seconds = Enumerable.Repeat(double.PositiveInfinity, graph.NodeCount).ToArray();
        seconds[from] = 0;
        for (var round = 0; round < graph.NodeCount; round++)
        {
            for (var node = 0; node < graph.NodeCount; node++)
            {
                foreach (var edge in graph.From(node))
                {
                    seconds[edge.To] = Math.Min(seconds[edge.To], seconds[node] + edge.Seconds);
                }
            }
        }

        return seconds;
    }
}
