using System.Text.Json.Nodes;
using Platform.Gateway.Problems;

namespace Platform.Gateway.OpenApi;

/// <summary>The schema of what <see cref="ProblemWriter"/> writes.</summary>
internal static class ProblemSchema
{
    public const string Name = "Problem";

    public static JsonObject Schema() => new()
    {
        ["type"] = "object",
        ["description"] = "RFC 9457 problem details with the members of google.rpc.",
        ["required"] = new JsonArray("type", "title", "status", "detail", "instance", "code"),
        ["properties"] = new JsonObject
        {
            ["type"] = Text("Identifies the kind of problem; about:blank when the status says all.", "uri-reference"),
            ["title"] = Text("The status in words."),
            ["status"] = new JsonObject { ["type"] = "integer", ["description"] = "The HTTP status.", ["examples"] = new JsonArray(404) },
            ["detail"] = Text("What went wrong, for people."),
            ["instance"] = Text("The path of the request.", "uri-reference"),
            ["code"] = Text("The canonical status code, as google.rpc.Code names it."),
            ["reason"] = Text("Why, for programs: UPPER_SNAKE, unique within the domain."),
            ["domain"] = Text("Who defines the reason."),
            ["metadata"] = new JsonObject { ["type"] = "object", ["additionalProperties"] = new JsonObject { ["type"] = "string" } },
            ["errors"] = new JsonObject
            {
                ["type"] = "array",
                ["description"] = "The fields that were refused.",
                ["items"] = new JsonObject
                {
                    ["type"] = "object",
                    ["required"] = new JsonArray("field", "description"),
                    ["properties"] = new JsonObject { ["field"] = Text("The field's JSON path."), ["description"] = Text("What is wrong with it.") },
                },
            },
            ["traceId"] = Text("Finds the request in traces and logs."),
        },
    };

    public static JsonObject Response() => new()
    {
        ["description"] = "The request failed.",
        ["content"] = new JsonObject
        {
            [ProblemWriter.ContentType] = new JsonObject { ["schema"] = SchemaBuilder.Reference(Name) },
        },
    };

    private static JsonObject Text(string description, string? format = null)
    {
        var schema = new JsonObject { ["type"] = "string", ["description"] = description };
        if (format is not null) schema["format"] = format;
        return schema;
    }
}
