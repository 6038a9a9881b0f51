using System.Text.Json;
using System.Text.Json.Serialization;

namespace Dapr.Actors.Communication;

/// <summary>An actor id is its text in JSON.</summary>
internal sealed class ActorIdJsonConverter : JsonConverter<ActorId>
{
    public override ActorId Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.TokenType == JsonTokenType.String && reader.GetString() is { } id && !string.IsNullOrWhiteSpace(id)
            ? new ActorId(id)
            : throw new JsonException("an actor id is a text that is not empty");

    public override void Write(Utf8JsonWriter writer, ActorId value, JsonSerializerOptions options) => writer.WriteStringValue(value.GetId());
}
