using System.Text.Json.Nodes;
using Chart.Tests.Access;
using Chart.Tests.Manifests;
using Chart.Tests.Tools;

namespace Chart.Tests;

public sealed class AccessTests
{
    [Fact]
    public void AccessTable_OfTheChart_IsWhatTheCodeCalls() => Generated.ShouldBe($"{Rendering.Chart}/access.yaml", AccessTable.Text());

    [Fact]
    public void CodeOfServices_IsRead_WithClientsTranscodingAndChannels()
    {
        var table = AccessTable.FromCode();

        table["payments"]["orders"].ShouldContain("platform.payments.v1.PaymentsService/CapturePayment");
        table["catalog"]["cart"].ShouldContain("platform.catalog.v1.ProductService/GetProductPrices");
        table["orders"]["gateway"].ShouldContain("platform.realtime.v1.ChannelService/AuthorizeChannel");
        table["ratelimit"]["gateway"].ShouldContain("platform.ratelimit.v1.RateLimitService/Check");
        table["ratelimit"].Keys.ShouldBe(["gateway"]);
        table.ShouldNotContainKey("gateway");
    }

    [Fact]
    public async Task Configurations_OfAllApps_DenyWhatTheTableDoesNotHave()
    {
        var table = AccessTable.FromCode();

        var configurations = await Rendering.GetAsync("kind", "Configuration");

        configurations.Select(manifest => manifest.Name).ShouldBe(ServiceList.All.Select(service => service.AppId), ignoreOrder: true);
        foreach (var configuration in configurations)
        {
            var access = configuration.Json["spec"]!["accessControl"]!;
            access["defaultAction"]!.GetValue<string>().ShouldBe("deny");
            var policies = access["policies"]!.AsArray();
            policies.ShouldAllBe(policy => policy!["defaultAction"]!.GetValue<string>() == "deny" && policy["namespace"]!.GetValue<string>() == "platform");
            Allowed(policies).ShouldBe(Expected(table.GetValueOrDefault(configuration.Name)), ignoreOrder: true);
        }
    }

    [Fact]
    public async Task Configurations_OfAllApps_AreThoseOfTheirSidecars()
    {
        var deployments = await Rendering.GetAsync("kind", "Deployment");

        deployments.ShouldAllBe(deployment => deployment.Pod!["metadata"]!["annotations"]!["dapr.io/config"]!.GetValue<string>() == deployment.Name);
    }

    private static IEnumerable<string> Allowed(JsonArray policies) =>
        from policy in policies
        from operation in policy["operations"]!.AsArray()
        where operation["action"]!.GetValue<string>() == "allow"
        select $"{policy["appId"]} {operation["name"]}";

    private static IEnumerable<string> Expected(SortedDictionary<string, SortedSet<string>>? callers) =>
        callers is null ? [] : callers.SelectMany(caller => caller.Value.Select(operation => $"{caller.Key} /{operation}"));
}
