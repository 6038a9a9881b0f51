using System.Text.Json.Nodes;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;
using YamlDotNet.Serialization;

namespace Chart.Tests.Manifests;

/// <summary>YAML as JSON: what tools of Kubernetes make of it.</summary>
internal static class Yaml
{
    private static readonly IDeserializer Reader = new DeserializerBuilder().WithAttemptingUnquotedStringTypeDeserialization().Build();
    private static readonly ISerializer Writer = new SerializerBuilder().JsonCompatible().Build();

    /// <summary>The documents of a text that hold something.</summary>
    public static IReadOnlyList<JsonObject> Documents(string text)
    {
        var documents = new List<JsonObject>();
        var parser = new MergingParser(new Parser(new StringReader(text)));
        parser.Consume<StreamStart>();
        while (parser.Accept<DocumentStart>(out _))
        {
            if (Reader.Deserialize(parser) is { } document)
            {
                documents.Add(JsonNode.Parse(Writer.Serialize(document))!.AsObject());
            }
        }

        return documents;
    }

    /// <summary>The one document of a file of the repository.</summary>
    public static JsonObject File(params IEnumerable<string> path) =>
        Documents(System.IO.File.ReadAllText(Path.Combine([Platform.Testing.Repository.Root, .. path]))).Single();
}
