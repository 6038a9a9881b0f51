using System.Net.Mime;
using System.Text.Json.Nodes;
using Google.Api;
using Google.Protobuf.Reflection;
using Platform.Gateway.Idempotency;
using Platform.Gateway.Transcoding;
using Platform.Gateway.Transcoding.Binding;

namespace Platform.Gateway.OpenApi;

/// <summary>The OpenAPI operation of one binding.</summary>
internal sealed class OperationBuilder(SchemaBuilder schemas, ProtoComments comments)
{
    /// <summary>How deep nested messages are spread into parameters. Messages may contain themselves.</summary>
    private const int MaxParameterDepth = 3;

    public JsonObject Build(HttpBinding binding, OpenApiPath path, string id)
    {
        var operation = new JsonObject { ["operationId"] = id, ["tags"] = new JsonArray(binding.Method.Service.Name) };
        if (comments[binding.Method] is { } comment)
        {
            operation["summary"] = comment.Split('\n')[0];
            operation["description"] = comment;
        }
        var parameters = new JsonArray();
        foreach (var parameter in path.Parameters) parameters.Add(Parameter(parameter));
        if (binding.Body != BodyTarget.Message) AddQuery(binding, binding.Method.InputType, "", 0, parameters);
        if (IdempotencyKey.Field(binding.Method.InputType) is not null) parameters.Add(IdempotencyHeader());
        if (parameters.Count > 0) operation["parameters"] = parameters;
        if (binding.Body != BodyTarget.None) operation["requestBody"] = RequestBody(binding);
        operation["responses"] = new JsonObject
        {
            ["200"] = Success(binding),
            ["default"] = new JsonObject { ["$ref"] = "#/components/responses/" + ProblemSchema.Name },
        };
        return operation;
    }

    private JsonObject Parameter(PathParameter parameter)
    {
        var schema = parameter is { IsWholeField: true, Field: { } field } ? schemas.Field(field.Leaf) : new JsonObject { ["type"] = "string" };
        var result = new JsonObject { ["name"] = parameter.Name, ["in"] = "path", ["required"] = true, ["schema"] = schema };
        var description = parameter.Field is { } bound ? comments[bound.Leaf] : null;
        if (parameter.SpansSegments) description = $"{description} May contain slashes.".Trim();
        if (description is not null) result["description"] = description;
        return result;
    }

    private void AddQuery(HttpBinding binding, MessageDescriptor message, string prefix, int depth, JsonArray parameters)
    {
        foreach (var field in message.Fields.InDeclarationOrder())
        {
            var path = FieldPath.Find(binding.Method.InputType, prefix + field.Name)!;
            if (!binding.IsOpenToQuery(path)) continue;
            if (FieldText.IsReadable(field))
            {
                parameters.Add(QueryParameter(path));
            }
            else if (field is { FieldType: FieldType.Message, IsRepeated: false } && !FieldMasks.IsWellKnown(field.MessageType) && depth < MaxParameterDepth)
            {
                AddQuery(binding, field.MessageType, $"{prefix}{field.Name}.", depth + 1, parameters);
            }
        }
    }

    private JsonObject QueryParameter(FieldPath path)
    {
        var parameter = new JsonObject { ["name"] = path.JsonName, ["in"] = "query", ["schema"] = schemas.Field(path.Leaf) };
        if (comments[path.Leaf] is { } comment) parameter["description"] = comment;
        if (SchemaBuilder.Behaves(path.Leaf, FieldBehavior.Required)) parameter["required"] = true;
        return parameter;
    }

    private JsonObject RequestBody(HttpBinding binding)
    {
        if (binding.BodyMessage == HttpBody.Descriptor) return Content("*/*", schemas.Message(HttpBody.Descriptor));
        var bound = binding.Variables.Select(v => v.ProtoName).ToHashSet(StringComparer.Ordinal);
        var schema = binding.Body switch
        {
            BodyTarget.Field => schemas.Field(binding.BodyField!.Leaf),
            _ when bound.Count > 0 => schemas.Object(binding.Method.InputType, field => !bound.Contains(field.Name)),
            _ => schemas.Message(binding.Method.InputType),
        };
        var body = Content(MediaTypeNames.Application.Json, schema);
        body["required"] = true;
        return body;
    }

    private JsonObject Success(HttpBinding binding)
    {
        var mediaType = binding.ResponseMessage == HttpBody.Descriptor ? "*/*"
            : binding.Method.IsServerStreaming ? ResponseWriter.StreamContentType
            : MediaTypeNames.Application.Json;
        var response = Content(mediaType, binding.ResponseField is { } field ? schemas.Field(field) : schemas.Message(binding.Method.OutputType));
        response["description"] = binding.Method.IsServerStreaming ? "A stream: one object a line." : "Done.";
        return response;
    }

    private static JsonObject Content(string mediaType, JsonObject schema) => new()
    {
        ["content"] = new JsonObject { [mediaType] = new JsonObject { ["schema"] = schema } },
    };

    private static JsonObject IdempotencyHeader() => new()
    {
        ["name"] = IdempotencyKey.HeaderName,
        ["in"] = "header",
        ["description"] = "Names this request: sent again with the same key it is not done again. Becomes requestId.",
        ["schema"] = new JsonObject { ["type"] = "string", ["minLength"] = 1, ["maxLength"] = IdempotencyKey.MaxLength },
    };
}
