using System.Text.Json;
using System.Text.Json.Nodes;
using Chart.Tests.Manifests;
using Chart.Tests.Tools;

namespace Chart.Tests.Monitoring;

/// <summary>An alert as the chart makes it.</summary>
internal sealed record Alert(string Group, string Name, string Expression, string Runbook, string Summary, string Severity)
{
    public override string ToString() => Name;
}

/// <summary>What PromQL's grammar says of an expression.</summary>
/// <param name="Errors">What it refuses.</param>
/// <param name="Metrics">The metrics that it names.</param>
internal sealed record Query(IReadOnlyList<string> Errors, IReadOnlyList<string> Metrics);

/// <summary>The alerts and dashboards that the chart makes.</summary>
internal static class Monitored
{
    /// <summary>The combination that has them.</summary>
    public const string Combination = "kind with alerts and dashboards";

    private static readonly JsonSerializerOptions Web = new(JsonSerializerDefaults.Web);

    /// <summary>All alerts.</summary>
    public static async Task<IReadOnlyList<Alert>> AlertsAsync()
    {
        var rule = (await Rendering.GetAsync(Combination, "PrometheusRule")).Single();
        return [.. from @group in rule.Json["spec"]!["groups"]!.AsArray()
                   from alert in @group["rules"]!.AsArray()
                   select new Alert(
                       Text(@group["name"])["platform-".Length..],
                       Text(alert["alert"]),
                       Text(alert["expr"]),
                       Text(alert["annotations"]!["runbook_url"]),
                       Text(alert["annotations"]!["summary"]),
                       Text(alert["labels"]!["severity"]))];
    }

    /// <summary>All dashboards, as Grafana reads them.</summary>
    public static async Task<IReadOnlyList<JsonObject>> DashboardsAsync() =>
        [.. (await Rendering.GetAsync(Combination, "ConfigMap"))
            .Where(map => map.Json["metadata"]!["labels"]?["grafana_dashboard"] is not null)
            .Select(map => JsonNode.Parse(Text(map.Json["data"]!.AsObject().Single().Value))!.AsObject())];

    /// <summary>The expressions of a dashboard.</summary>
    public static IEnumerable<string> ExpressionsOf(JsonObject dashboard) =>
        dashboard["panels"]!.AsArray().SelectMany(panel => panel!["targets"]!.AsArray()).Select(target => Text(target!["expr"]));

    /// <summary>What PromQL's own grammar says of expressions.</summary>
    public static async Task<IReadOnlyList<Query>> ReadAsync(IReadOnlyList<string> expressions)
    {
        var command = await ClusterTools.NodeAsync("promql.mjs", JsonSerializer.Serialize(expressions));
        command.ExitCode.ShouldBe(0, command.Errors);
        return JsonSerializer.Deserialize<List<Query>>(command.Output, Web)!;
    }

    private static string Text(JsonNode? node) => node!.GetValue<string>();
}
