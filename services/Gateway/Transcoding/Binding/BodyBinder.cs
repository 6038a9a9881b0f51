using System.Text.Json;
using Google.Api;
using Google.Protobuf;
using Google.Protobuf.Reflection;
using Google.Protobuf.WellKnownTypes;
using Platform.Gateway.Problems;
using StatusCode = Grpc.Core.StatusCode;

namespace Platform.Gateway.Transcoding.Binding;

/// <summary>Fills the request from its body.</summary>
internal static class BodyBinder
{
    /// <summary>Parses a JSON body into what the binding says.</summary>
    /// <exception cref="ProblemException">The JSON is malformed, or does not fit the message; every wrong field is named.</exception>
    public static IMessage BindJson(HttpBinding binding, string json, JsonParser parser)
    {
        try
        {
            if (binding.Body == BodyTarget.Message) return parser.Parse(json, binding.Method.InputType);
            var request = Empty(binding.Method.InputType);
            BindField(binding.BodyField!, request, json, parser);
            return request;
        }
        catch (Exception refused) when (refused is InvalidProtocolBufferException or InvalidJsonException)
        {
            throw new ProblemException(Explain(binding, json));
        }
    }

    /// <summary>Puts a body that is no JSON into the google.api.HttpBody that the binding maps it to.</summary>
    public static IMessage BindRaw(HttpBinding binding, string? contentType, ByteString data)
    {
        var body = new HttpBody { ContentType = contentType ?? "", Data = data };
        if (binding.Body == BodyTarget.Message) return body;
        var request = Empty(binding.Method.InputType);
        binding.BodyField!.Set(request, body);
        return request;
    }

    /// <summary>Fills the update mask of a PATCH that came without one with the fields that its body names.</summary>
    public static void InferMask(HttpBinding binding, IMessage request, string json)
    {
        if (binding.InferredMask is not { } path || path.Leaf.Accessor.GetValue(request) is FieldMask { Paths.Count: > 0 }) return;
        if (binding.BodyMessage is not { } resource) return;
        using var body = JsonDocument.Parse(json);
        if (body.RootElement.ValueKind != JsonValueKind.Object) return;
        var mask = FieldMasks.FromBody(body.RootElement, resource);
        foreach (var bound in binding.Variables.Select(v => v.ProtoName))
        {
            // The name in the path addresses the resource; it is no change of it.
            var prefix = binding.BodyField!.ProtoName + ".";
            if (bound.StartsWith(prefix, StringComparison.Ordinal)) mask.Paths.Remove(bound[prefix.Length..]);
        }
        path.Set(request, mask);
    }

    /// <summary>A message without fields set.</summary>
    public static IMessage Empty(MessageDescriptor message) => message.Parser.ParseFrom(ByteString.Empty);

    private static void BindField(FieldPath field, IMessage request, string json, JsonParser parser)
    {
        if (field.Leaf is { FieldType: FieldType.Message, IsRepeated: false } && !FieldText.IsWrapper(field.Leaf.MessageType))
        {
            field.Set(request, parser.Parse(json, field.Leaf.MessageType));
            return;
        }
        // A list, map or scalar has no parser of its own: it is parsed as the one field of an object. The check that it is
        // one JSON value comes first, so that a body cannot break out of that object.
        using (Parse(json))
        {
            var wrapped = $"{{{JsonSerializer.Serialize(field.JsonName, GatewayJson.Default.String)}:{json}}}";
            ((IMessage)request).MergeFrom(parser.Parse(wrapped, request.Descriptor).ToByteString());
        }
    }

    private static Problem Explain(HttpBinding binding, string json)
    {
        using var document = Parse(json);
        var errors = binding.BodyMessage is { } message ? JsonDiagnosis.Explain(document.RootElement, message, "") : [];
        return errors.Count > 0
            ? Problem.InvalidFields(errors)
            : Problem.InvalidFields(new FieldError(binding.BodyField?.JsonName ?? "body", "does not have the form that this method takes"));
    }

    private static JsonDocument Parse(string json)
    {
        try
        {
            return JsonDocument.Parse(json);
        }
        catch (JsonException malformed)
        {
            var where = $"line {malformed.LineNumber + 1}, byte {malformed.BytePositionInLine + 1}";
            throw new ProblemException(Problem.Local(
                StatusCode.InvalidArgument, StatusCodes.Status400BadRequest, "MALFORMED_JSON", $"The body is not valid JSON: see {where}."));
        }
    }
}
