using System.Collections.Concurrent;
using Chart.Tests.Tools;

namespace Chart.Tests.Manifests;

/// <summary>What the chart makes of values. Each combination is rendered once.</summary>
internal static class Rendering
{
    public const string Chart = "charts/platform";

    private const string AllComponents = "services.cart.components={statestore,cachestore,email,sms,push,blobs,pubsub}";

    private static readonly string[] Kind = ["--values", $"{Chart}/values-kind.yaml"];
    private static readonly string[] Eks = ["--values", $"{Chart}/values-eks.yaml", "--values", "tests/chart/values-eks.yaml"];

    private static readonly Dictionary<string, string[]> Cases = new()
    {
        ["kind"] = Kind,
        ["kind with every component"] = [.. Kind, "--set", AllComponents],
        ["kind without policies for the network"] = [.. Kind, "--set", "networkPolicy.enabled=false"],
        ["kind without ingress"] = [.. Kind, "--set", "ingress.enabled=false"],
        ["kind with TLS"] = [.. Kind, "--set", "ingress.host=platform.example.org,ingress.tlsSecret=platform-tls,publicUrl=https://platform.example.org"],
        ["kind with telemetry"] = [.. Kind, "--set", "otlp.endpoint=collector.observability:4317"],
        ["kind with alerts and dashboards"] = [.. Kind, "--set", "monitoring.alerts.enabled=true,monitoring.dashboards.enabled=true"],
        ["kind with stores of its own"] = [.. Kind, "--set", "stores.redis.enabled=false,stores.postgres.enabled=false,stores.blobs.enabled=false"],
        ["kind with secrets of its own"] = [.. Kind, "--set", "generateSecrets=false"],
        ["kind without autoscaling"] = [.. Kind, "--set", "defaults.autoscaling.enabled=false,services.cart.replicas=3"],
        ["kind with two services"] = [.. Kind, "--set", "services.orders.enabled=false,services.payments.enabled=false"],
        ["kind with pinned images"] = [.. Kind, "--set", $"services.cart.digest=sha256:{new string('a', 64)},image.pullSecrets={{registry}}"],
        ["eks with SNS and SQS"] = Eks,
        ["eks with Kafka"] = [.. Eks, "--set", "variants.pubsub=kafka"],
        ["eks with every component"] = [.. Eks, "--set", AllComponents],
        ["eks without published policies"] = [.. Eks, "--set", "iam.policies=false"],
    };

    private static readonly ConcurrentDictionary<string, Lazy<Task<IReadOnlyList<Manifest>>>> Rendered = new();

    /// <summary>The names of all combinations.</summary>
    public static IEnumerable<string> Names => Cases.Keys;

    /// <summary>The options of helm for a combination.</summary>
    public static IReadOnlyList<string> Options(string name) => Cases[name];

    /// <summary>The manifests of a combination.</summary>
    public static Task<IReadOnlyList<Manifest>> GetAsync(string name) =>
        Rendered.GetOrAdd(name, key => new(() => RenderAsync(Cases[key]))).Value;

    /// <summary>The manifests of a kind, of a combination.</summary>
    public static async Task<IReadOnlyList<Manifest>> GetAsync(string name, string kind) =>
        [.. (await GetAsync(name)).Where(manifest => manifest.Kind == kind)];

    private static async Task<IReadOnlyList<Manifest>> RenderAsync(IEnumerable<string> options)
    {
        var command = await ClusterTools.HelmAsync(["template", "platform", Chart, "--namespace", "platform", .. options]);
        command.ExitCode.ShouldBe(0, command.Errors);
        return [.. Yaml.Documents(command.Output).Select(json => new Manifest(json))];
    }
}
