using System.Text.Json.Nodes;
using Platform.Gateway.Transcoding;

namespace Platform.Gateway.OpenApi;

/// <summary>The OpenAPI 3.1 description of everything that the gateway transcodes, made from the same bindings that serve it.</summary>
internal sealed class OpenApiDocument
{
    public const string Title = "Platform API";

    private OpenApiDocument(JsonObject root) => Json = System.Text.Encoding.UTF8.GetBytes(root.ToJsonString());

    /// <summary>The document.</summary>
    public ReadOnlyMemory<byte> Json { get; }

    public static OpenApiDocument Create(ApiSurface api)
    {
        var schemas = new SchemaBuilder(api.Comments);
        var operations = new OperationBuilder(schemas, api.Comments);
        var paths = new JsonObject();
        var ids = new HashSet<string>(StringComparer.Ordinal);
        foreach (var binding in api.Bindings)
        {
            var path = new OpenApiPath(binding);
            if (paths[path.Text] is not JsonObject item) paths[path.Text] = item = new JsonObject();
            item[binding.HttpMethod.ToLowerInvariant()] = operations.Build(binding, path, UniqueId(ids, binding.Method.Name));
        }
        return new OpenApiDocument(new JsonObject
        {
            ["openapi"] = "3.1.0",
            ["info"] = new JsonObject
            {
                ["title"] = Title,
                ["version"] = "v1",
                ["description"] = "JSON is the protobuf mapping with lowerCamelCase names: 64-bit integers are strings, times RFC 3339. Unknown fields are refused. Errors are RFC 9457 problem details.",
            },
            ["servers"] = new JsonArray(new JsonObject { ["url"] = "/" }),
            ["tags"] = Tags(api),
            ["paths"] = paths,
            ["components"] = new JsonObject
            {
                ["schemas"] = schemas.Components,
                ["responses"] = new JsonObject { [ProblemSchema.Name] = ProblemSchema.Response() },
            },
        });
    }

    private static JsonArray Tags(ApiSurface api)
    {
        var tags = new JsonArray();
        foreach (var service in api.Bindings.Select(b => b.Method.Service).Distinct())
        {
            var tag = new JsonObject { ["name"] = service.Name };
            if (api.Comments[service] is { } comment) tag["description"] = comment;
            tags.Add(tag);
        }
        return tags;
    }

    private static string UniqueId(HashSet<string> ids, string name)
    {
        var id = name;
        for (var number = 2; !ids.Add(id); number++) id = $"{name}{number}";
        return id;
    }
}
