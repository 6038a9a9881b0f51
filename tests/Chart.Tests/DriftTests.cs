using System.Text.RegularExpressions;
using Chart.Tests.Manifests;
using Platform.Testing;

namespace Chart.Tests;

/// <summary>Services, app ids and ports are one list, in four files.</summary>
public sealed partial class DriftTests
{
    [Fact]
    public void Values_HaveTheServicesAndPorts_OfDaprYaml()
    {
        var services = Yaml.File("charts", "platform", "values.yaml")["services"]!.AsObject();

        services.Select(service => (service.Key, service.Value!["port"]!.GetValue<int>()))
            .ShouldBe(ServiceList.All.Select(service => (service.AppId, service.Port)), ignoreOrder: true);
    }

    [Fact]
    public void Values_HaveTheEnvironment_OfDaprYaml()
    {
        var services = Yaml.File("charts", "platform", "values.yaml")["services"]!.AsObject();
        foreach (var service in ServiceList.All)
        {
            foreach (var (name, value) in ServiceList.Environment(service.AppId) ?? [])
            {
                (services[service.AppId]!["env"]?[name]?.ToString()).ShouldBe(value!.ToString(), $"{service.AppId}: {name}");
            }
        }
    }

    [Fact]
    public void Skaffold_BuildsAndForwards_TheServicesOfDaprYaml()
    {
        var skaffold = Yaml.File("skaffold.yaml");

        var built = skaffold["build"]!["artifacts"]!.AsArray().Select(artifact => (
            artifact!["image"]!.GetValue<string>(), artifact["custom"]!["buildCommand"]!.GetValue<string>()));
        var forwarded = skaffold["portForward"]!.AsArray().Select(forward => (
            forward!["resourceName"]!.GetValue<string>(), forward["port"]!.GetValue<int>(), forward["localPort"]!.GetValue<int>()));

        built.ShouldBe(ServiceList.All.Select(service => ($"platform/{service.AppId}", $"./platform image {service.Folder}")), ignoreOrder: true);
        forwarded.ShouldBe(
            ServiceList.All.Select(service => (service.AppId, service.Port, service.Port)).Append(("gateway", 8080, 8080)), ignoreOrder: true);
    }

    [Fact]
    public void Skaffold_HandsTheChart_EveryImage()
    {
        var release = Yaml.File("skaffold.yaml")["deploy"]!["helm"]!["releases"]!.AsArray().Single()!;

        var templates = release["setValueTemplates"]!.AsObject().Select(template => (template.Key, template.Value!.GetValue<string>()));

        templates.ShouldBe(
            ServiceList.All.Select(service => ($"services.{service.AppId}.image", $"{{{{.IMAGE_FULLY_QUALIFIED_platform_{service.AppId}}}}}")),
            ignoreOrder: true);
    }

    [Fact]
    public void Solution_HasTheServices_OfDaprYaml()
    {
        var solution = File.ReadAllText(Path.Combine(Repository.Root, "Platform.sln"));

        var projects = ServiceProject().Matches(solution).Select(match => match.Groups["folder"].Value);

        projects.ShouldBe(ServiceList.All.Select(service => service.Folder), ignoreOrder: true);
    }

    [GeneratedRegex("""services\\(?<folder>\w+)\\\k<folder>\.csproj""", RegexOptions.None, matchTimeoutMilliseconds: 5000)]
    private static partial Regex ServiceProject();
}
