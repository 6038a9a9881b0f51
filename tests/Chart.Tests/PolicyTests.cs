using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Chart.Tests.Manifests;

namespace Chart.Tests;

/// <summary>What must be true of everything that the chart makes, whatever the values.</summary>
public sealed partial class PolicyTests
{
    // The name of a test card of the simulated provider, which is in the docs of Stripe too.
    private const string PublicToken = "Rides__DefaultPaymentToken";

    public static TheoryData<string> Combinations => [.. Rendering.Names];

    [Theory, MemberData(nameof(Combinations))]
    public async Task Pods_OfACombination_AreRestricted(string name)
    {
        foreach (var manifest in await PodsAsync(name))
        {
            var pod = manifest.Pod!["spec"]!;
            var security = pod["securityContext"]!;
            Is(security["runAsNonRoot"], true, manifest);
            security["runAsUser"]!.GetValue<int>().ShouldBeGreaterThan(0, manifest.ToString());
            security["seccompProfile"]!["type"]!.GetValue<string>().ShouldBe("RuntimeDefault", manifest.ToString());
            foreach (var key in (string[])["hostNetwork", "hostPID", "hostIPC"]) pod[key].ShouldBeNull(manifest.ToString());
            foreach (var container in Containers(manifest))
            {
                var limits = container["securityContext"]!;
                Is(limits["allowPrivilegeEscalation"], false, manifest);
                Is(limits["readOnlyRootFilesystem"], true, manifest);
                limits["capabilities"]!["drop"]!.AsArray().Select(x => x!.GetValue<string>()).ShouldBe(["ALL"], manifest.ToString());
                container["resources"]!["requests"]!["memory"].ShouldNotBeNull(manifest.ToString());
                container["resources"]!["limits"]!["memory"].ShouldNotBeNull(manifest.ToString());
            }
        }
    }

    [Theory, MemberData(nameof(Combinations))]
    public async Task Images_OfACombination_ArePinned(string name)
    {
        var images = (await PodsAsync(name)).SelectMany(Containers).Select(container => container["image"]!.GetValue<string>()).ToList();

        images.ShouldNotBeEmpty();
        images.ShouldAllBe(image => PinnedImage().IsMatch(image));
    }

    [Theory, MemberData(nameof(Combinations))]
    public async Task Containers_OfACombination_AreProbed(string name)
    {
        foreach (var manifest in (await PodsAsync(name)).Where(manifest => manifest.Kind != "Pod"))
        {
            foreach (var container in Containers(manifest))
            {
                foreach (var probe in (string[])["startupProbe", "readinessProbe", "livenessProbe"])
                {
                    container[probe].ShouldNotBeNull($"{manifest}: {probe}");
                    if (manifest.Kind == "Deployment") container[probe]!["grpc"]!["port"]!.GetValue<int>().ShouldBeGreaterThan(0);
                }
            }
        }
    }

    [Theory, MemberData(nameof(Combinations))]
    public async Task Components_OfACombination_HaveScopesAmongTheServices(string name)
    {
        var services = (await Rendering.GetAsync(name, "Deployment")).Select(deployment => deployment.Name).ToList();

        foreach (var component in await Rendering.GetAsync(name, "Component"))
        {
            var scopes = component.Json["scopes"]!.AsArray().Select(scope => scope!.GetValue<string>()).ToList();
            scopes.ShouldNotBeEmpty(component.ToString());
            scopes.ShouldBeSubsetOf(services, component.ToString());
        }
    }

    [Theory, MemberData(nameof(Combinations))]
    public async Task Secrets_OfACombination_AreInNoOtherManifest(string name)
    {
        var manifests = await Rendering.GetAsync(name);
        var secrets = manifests.Where(manifest => manifest.Kind == "Secret")
            .SelectMany(secret => secret.Json["data"]!.AsObject().Select(pair => Convert.FromBase64String(pair.Value!.GetValue<string>())))
            .Select(System.Text.Encoding.UTF8.GetString).ToList();

        foreach (var manifest in manifests.Where(manifest => manifest.Kind != "Secret"))
        {
            var text = manifest.Json.ToJsonString();
            secrets.ShouldAllBe(secret => !text.Contains(secret, StringComparison.Ordinal), manifest.ToString());
            manifest.Objects().Where(IsPlainSecret).ShouldBeEmpty(manifest.ToString());
        }
    }

    [Theory, MemberData(nameof(Combinations))]
    public async Task References_OfACombination_AreMet(string name)
    {
        var manifests = await Rendering.GetAsync(name);
        var names = manifests.Select(manifest => (manifest.Kind, manifest.Name)).ToList();
        names.Distinct().Count().ShouldBe(names.Count);

        foreach (var deployment in manifests.Where(manifest => manifest.Kind == "Deployment"))
        {
            var pod = deployment.Pod!;
            names.ShouldContain(("ServiceAccount", pod["spec"]!["serviceAccountName"]!.GetValue<string>()));
            names.ShouldContain(("Configuration", pod["metadata"]!["annotations"]!["dapr.io/config"]!.GetValue<string>()));
            names.ShouldContain(("Secret", pod["metadata"]!["annotations"]!["dapr.io/app-token-secret"]!.GetValue<string>()));
            names.ShouldContain(("PodDisruptionBudget", deployment.Name));
            names.ShouldContain(("Service", deployment.Name));
            foreach (var volume in pod["spec"]!["volumes"]!.AsArray())
            {
                if (volume!["configMap"] is { } files) names.ShouldContain(("ConfigMap", files["name"]!.GetValue<string>()));
                if (volume["persistentVolumeClaim"] is { } claim) names.ShouldContain(("PersistentVolumeClaim", claim["claimName"]!.GetValue<string>()));
            }
        }
    }

    private static async Task<IReadOnlyList<Manifest>> PodsAsync(string name) =>
        [.. (await Rendering.GetAsync(name)).Where(manifest => manifest.Pod is not null)];

    private static IEnumerable<JsonNode> Containers(Manifest manifest) => manifest.Pod!["spec"]!["containers"]!.AsArray().Select(container => container!);

    private static void Is(JsonNode? value, bool expected, Manifest manifest) => value!.GetValue<bool>().ShouldBe(expected, manifest.ToString());

    // A pair of name and value, as in environments and in metadata of components.
    private static bool IsPlainSecret(JsonObject pair) =>
        pair["name"]?.ToString() is { } name && name != PublicToken && pair["value"]?.ToString() is { Length: > 0 } value
        && (SecretName().IsMatch(name) || value.Contains("password=", StringComparison.OrdinalIgnoreCase));

    // By digest, or a tag that is no moving one.
    [GeneratedRegex("@sha256:[0-9a-f]{64}$|:(?!latest$)[A-Za-z0-9_][A-Za-z0-9_.-]*$", RegexOptions.None, matchTimeoutMilliseconds: 5000)]
    private static partial Regex PinnedImage();

    [GeneratedRegex("password|secretkey|accesskey|token$|apikey", RegexOptions.IgnoreCase, matchTimeoutMilliseconds: 5000)]
    private static partial Regex SecretName();
}
