using System.Text.Json.Nodes;

namespace Chart.Tests.Manifests;

/// <summary>A resource that the chart makes.</summary>
internal sealed record Manifest(JsonObject Json)
{
    public string Kind => Json["kind"]!.GetValue<string>();

    public string Name => Json["metadata"]!["name"]!.GetValue<string>();

    public bool IsDapr => Json["apiVersion"]!.GetValue<string>().StartsWith("dapr.io/", StringComparison.Ordinal);

    /// <summary>The pod that it is or makes, if any: <c>metadata</c> and <c>spec</c>.</summary>
    public JsonNode? Pod => Kind switch
    {
        "Pod" => Json,
        "Deployment" or "StatefulSet" => Json["spec"]!["template"],
        _ => null,
    };

    public override string ToString() => $"{Kind} {Name}";

    /// <summary>All objects within, itself too.</summary>
    public IEnumerable<JsonObject> Objects() => Objects(Json);

    private static IEnumerable<JsonObject> Objects(JsonNode? node) => node switch
    {
        JsonObject map => map.SelectMany(pair => Objects(pair.Value)).Prepend(map),
        JsonArray list => list.SelectMany(Objects),
        _ => [],
    };
}
