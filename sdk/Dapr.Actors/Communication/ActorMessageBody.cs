using System.Runtime.CompilerServices;
using System.Text.Json;
using Dapr.Actors.Description;

namespace Dapr.Actors.Communication;

/// <summary>
/// The bodies of calls by typed proxies: <c>{"value":{"argument":…}}</c> and <c>{"value":{"retVal":…}}</c>, which Dapr's .NET SDK sends and
/// reads with <c>UseJsonSerialization</c>. A call without arguments and an answer without result have no body.
/// </summary>
internal static class ActorMessageBody
{
    private const string Envelope = "value";
    private const string Result = "retVal";

    // The SDK's envelopes are types with fields, so fields of arguments count too.
    private static readonly ConditionalWeakTable<JsonSerializerOptions, JsonSerializerOptions> WithFields = [];

    /// <returns>Null when there are no arguments.</returns>
    public static ReadOnlyMemory<byte>? WriteArguments(ActorMethod method, object?[] arguments, JsonSerializerOptions options)
    {
        if (method.Arguments.Count == 0)
            return null;
        return Write(method.Arguments.Select((argument, i) => (argument.Name!, argument.ParameterType, arguments[i])), options);
    }

    public static byte[] WriteResult(ActorMethod method, object? result, JsonSerializerOptions options) =>
        method.Result.Type is { } type ? Write([(Result, type, result)], options) : [];

    /// <exception cref="JsonException">The body is not that of a call of the method.</exception>
    public static object?[] ReadArguments(ActorMethod method, ReadOnlySpan<byte> body, JsonSerializerOptions options)
    {
        var arguments = method.Arguments.Select(argument => DefaultOf(argument.ParameterType)).ToArray();
        if (arguments.Length > 0)
            Read(body, [.. method.Arguments.Select(argument => (argument.Name!, argument.ParameterType))], arguments, options);
        return arguments;
    }

    /// <exception cref="JsonException">The body is not that of an answer of the method.</exception>
    public static object? ReadResult(ActorMethod method, ReadOnlySpan<byte> body, JsonSerializerOptions options)
    {
        if (method.Result.Type is not { } type)
            return null;
        var result = new object?[1];
        if (!body.IsEmpty)
            Read(body, [(Result, type)], result, options);
        return result[0] ?? DefaultOf(type);
    }

    // Null for a nullable value type too.
    private static object? DefaultOf(Type type) => type.IsValueType ? Activator.CreateInstance(type) : null;

    private static byte[] Write(IEnumerable<(string Name, Type Type, object? Value)> members, JsonSerializerOptions options)
    {
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream))
        {
            writer.WriteStartObject();
            writer.WriteStartObject(Envelope);
            foreach (var (name, type, value) in members)
            {
                writer.WritePropertyName(options.PropertyNamingPolicy?.ConvertName(name) ?? name);
                JsonSerializer.Serialize(writer, value, type, Fields(options));
            }

            writer.WriteEndObject();
            writer.WriteEndObject();
        }

        return stream.ToArray();
    }

    private static void Read(ReadOnlySpan<byte> body, (string Name, Type Type)[] members, object?[] values, JsonSerializerOptions options)
    {
        var reader = new Utf8JsonReader(body);
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject || !reader.Read() || !reader.ValueTextEquals(Envelope) || !reader.Read())
            throw new JsonException($"The body of a typed call is JSON with a member '{Envelope}': does the other side use UseJsonSerialization?");
        if (reader.TokenType == JsonTokenType.Null)
            return;
        if (reader.TokenType != JsonTokenType.StartObject)
            throw new JsonException($"'{Envelope}' of a typed call is an object.");
        var comparison = options.PropertyNameCaseInsensitive ? StringComparison.OrdinalIgnoreCase : StringComparison.Ordinal;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var name = reader.GetString();
            reader.Read();
            var index = Array.FindIndex(members, member =>
                string.Equals(options.PropertyNamingPolicy?.ConvertName(member.Name) ?? member.Name, name, comparison));
            if (index < 0)
                reader.Skip();
            else
                values[index] = JsonSerializer.Deserialize(ref reader, members[index].Type, Fields(options));
        }
    }

    private static JsonSerializerOptions Fields(JsonSerializerOptions options) =>
        options.IncludeFields ? options : WithFields.GetValue(options, static original => new JsonSerializerOptions(original) { IncludeFields = true });
}
