using System.Text.Json;
using System.Text.Json.Nodes;
using Chart.Tests.Manifests;
using Chart.Tests.Tools;

namespace Chart.Tests;

public sealed class SchemaTests
{
    [Fact]
    public async Task Manifests_OfEveryCombination_AreWhatTheSchemasAllow()
    {
        var manifests = new Dictionary<string, (string Where, Manifest Manifest)>();
        foreach (var name in Rendering.Names)
        {
            foreach (var manifest in await Rendering.GetAsync(name))
            {
                manifests.TryAdd(manifest.Json.ToJsonString(), (name, manifest));
            }
        }

        var answers = await ValidateAsync(manifests.Keys);

        answers.Count.ShouldBe(manifests.Count);
        manifests.Values.Zip(answers, (found, wrong) => wrong.Length == 0 ? "" : $"{found.Where}: {found.Manifest}: {string.Join(", ", wrong)}")
            .Where(problem => problem.Length > 0).ShouldBeEmpty();
    }

    [Fact]
    public async Task Validator_OfWrongManifests_SaysWhatIsWrong()
    {
        (string Manifest, string Message)[] wrong =
        [
            ("""{"apiVersion":"v1","kind":"Service","metadata":{"name":"a"},"spec":{"ports":[{"port":"http"}]}}""", "must be integer"),
            ("""{"apiVersion":"v1","kind":"Service","metadata":{"name":"a"},"spec":{"ports":[{"port":80,"targetPorts":80}]}}""", "targetPorts does not exist"),
            ("""{"apiVersion":"apps/v1","kind":"Deployment","metadata":{"name":"a"},"spec":{"template":{}}}""", "selector"),
            ("""{"apiVersion":"apps/v1beta1","kind":"Deployment","metadata":{"name":"a"}}""", "unknown to the client"),
            ("""{"apiVersion":"dapr.io/v1alpha1","kind":"Component","metadata":{"name":"a"},"spec":{"type":"state.redis","version":"v1"}}""", "metadata"),
            ("""{"apiVersion":"dapr.io/v1alpha1","kind":"Component","metadata":{"name":"a"},"spec":{"type":"x","version":"v1","metadata":[]},"scope":[]}""", "scope"),
            ("""{"apiVersion":"dapr.io/v1alpha1","kind":"Configuration","metadata":{"name":"a"},"spec":{"accessControl":{"policies":[{"appID":"a"}]}}}""", "appI"),
            ("""{"apiVersion":"monitoring.coreos.com/v1","kind":"PrometheusRule","metadata":{"name":"a"},"spec":{"groups":[{"name":"g","rules":[{"alert":"A","expression":"1"}]}]}}""", "A.expression does not exist"),
            ("""{"apiVersion":"monitoring.coreos.com/v1","kind":"PrometheusRule","metadata":{"name":"a"},"spec":{"groups":[{"name":"g","rules":[{"alert":"A","expr":"1","for":"soon"}]}]}}""", "for"),
        ];

        var answers = await ValidateAsync(wrong.Select(each => each.Manifest));

        foreach (var ((_, message), answer) in wrong.Zip(answers))
        {
            string.Join(' ', answer).ShouldContain(message);
        }
    }

    private static async Task<List<string[]>> ValidateAsync(IEnumerable<string> manifests)
    {
        var list = new JsonArray([.. manifests.Select(manifest => JsonNode.Parse(manifest))]);
        var command = await ClusterTools.NodeAsync("validate.mjs", list.ToJsonString());
        command.ExitCode.ShouldBe(0, command.Errors);
        return JsonSerializer.Deserialize<List<string[]>>(command.Output)!;
    }
}
