using System.Text.Json.Nodes;
using Platform.Testing;

namespace Chart.Tests.Monitoring;

/// <summary>Alerts and dashboards ask for what there is, and every alert says what to do.</summary>
public sealed class MonitoringTests
{
    [Fact]
    public async Task Expressions_OfAlertsAndDashboards_AreOfMetricsOfTheTable()
    {
        var expressions = (await Monitored.AlertsAsync()).Select(alert => alert.Expression)
            .Concat((await Monitored.DashboardsAsync()).SelectMany(Monitored.ExpressionsOf)).ToList();

        var queries = await Monitored.ReadAsync(expressions);

        queries.Count.ShouldBeGreaterThan(40);
        queries.SelectMany(query => query.Errors).ShouldBeEmpty();
        queries.ShouldAllBe(query => query.Metrics.Count > 0);
        queries.SelectMany(query => query.Metrics).Distinct().Where(metric => !MetricTable.PrometheusNames.Contains(metric)).ShouldBeEmpty();
    }

    [Fact]
    public async Task Reader_OfWrongExpressions_SaysSo()
    {
        var queries = await Monitored.ReadAsync(["sum(rate(a_total[5m])) / sum(b{c=\"d\"})", "sum(rate(a_total[5m])"]);

        queries[0].Errors.ShouldBeEmpty();
        queries[0].Metrics.ShouldBe(["a_total", "b"]);
        queries[1].Errors.ShouldNotBeEmpty();
    }

    [Fact]
    public async Task Alerts_HaveASectionOfARunbook_ThatSaysWhatToDo()
    {
        foreach (var alert in await Monitored.AlertsAsync())
        {
            alert.Runbook.ShouldBe($"docs/runbooks/{alert.Group}.md#{alert.Name.ToLowerInvariant()}");
            var section = SectionOf(alert);
            section.ShouldContain("**Means** ", customMessage: alert.Name);
            section.ShouldContain("**Look** ", customMessage: alert.Name);
            section.ShouldContain("**Do** ", customMessage: alert.Name);
        }
    }

    [Fact]
    public async Task Runbooks_HaveNoSectionWithoutAlert()
    {
        var alerts = (await Monitored.AlertsAsync()).Select(alert => $"{alert.Group}.md {alert.Name}");

        var sections = Directory.EnumerateFiles(Path.Combine(Repository.Root, "docs", "runbooks"), "*.md").SelectMany(file => File.ReadLines(file)
            .Where(line => line.StartsWith("## ", StringComparison.Ordinal))
            .Select(line => $"{Path.GetFileName(file)} {line[3..]}"));

        sections.ShouldBe(alerts, ignoreOrder: true);
    }

    [Fact]
    public async Task Alerts_NameSeverityAndSummary_AndTheNamespaceOfTheRelease()
    {
        var alerts = await Monitored.AlertsAsync();

        alerts.ShouldAllBe(alert => alert.Summary.Length > 0 && new[] { "critical", "warning", "info" }.Contains(alert.Severity));
        alerts.ShouldAllBe(alert => !alert.Expression.Contains("NAMESPACE"));
        alerts.Single(alert => alert.Name == "ServiceDown").Expression.ShouldContain("namespace=\"platform\"");
    }

    [Fact]
    public async Task Dashboards_HavePanels_SideBySideAndEachWithAnIdOfItsOwn()
    {
        var dashboards = await Monitored.DashboardsAsync();

        dashboards.Count.ShouldBe(Directory.GetFiles(Path.Combine(Repository.Root, "charts", "platform", "files", "dashboards")).Length);
        foreach (var dashboard in dashboards)
        {
            var panels = dashboard["panels"]!.AsArray().Select(panel => panel!.AsObject()).ToList();
            panels.ShouldNotBeEmpty();
            panels.Select(panel => panel["id"]!.GetValue<int>()).ShouldBeUnique();
            panels.Select(panel => (Position(panel, "x"), Position(panel, "y"))).ShouldBeUnique();
            panels.ShouldAllBe(panel => Position(panel, "x") + Position(panel, "w") <= 24);
        }
    }

    private static int Position(JsonObject panel, string name) => panel["gridPos"]![name]!.GetValue<int>();

    private static string SectionOf(Alert alert)
    {
        var lines = File.ReadLines(Path.Combine(Repository.Root, "docs", "runbooks", alert.Group + ".md"));
        return string.Join('\n', lines.SkipWhile(line => line != "## " + alert.Name).Skip(1).TakeWhile(line => !line.StartsWith("## ", StringComparison.Ordinal)));
    }
}
