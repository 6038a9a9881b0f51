using System.Buffers;
using System.Globalization;
using System.Text.Json;
using Dapr.Actors.Communication;

namespace Dapr.Actors.Runtime;

/// <summary>Reads and saves the state of actors of one app, as JSON, through the sidecar.</summary>
internal sealed class StateProvider(SidecarActors sidecar, JsonSerializerOptions options, TimeProvider time)
{
    public TimeProvider Time => time;

    /// <summary>Reads a value; null when there is none.</summary>
    public async Task<StateValue?> LoadAsync<T>(string actorType, string actorId, string stateName, CancellationToken cancellationToken)
    {
        var (json, expiresAt) = await sidecar.GetStateAsync(actorType, actorId, stateName, cancellationToken);
        return json.Length == 0 || expiresAt <= time.GetUtcNow()
            ? null
            : new StateValue(JsonSerializer.Deserialize<T>(json, options), typeof(T), StateChangeKind.None, expiresAt);
    }

    public async Task<bool> ContainsAsync(string actorType, string actorId, string stateName, CancellationToken cancellationToken)
    {
        var (json, expiresAt) = await sidecar.GetStateAsync(actorType, actorId, stateName, cancellationToken);
        return json.Length > 0 && !(expiresAt <= time.GetUtcNow());
    }

    /// <summary>Saves the changes in one transaction.</summary>
    public Task SaveAsync(
        string actorType, string actorId, IEnumerable<KeyValuePair<string, StateValue>> changes, CancellationToken cancellationToken)
    {
        var operations = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(operations))
        {
            writer.WriteStartArray();
            foreach (var (name, value) in changes)
                Write(writer, name, value);
            writer.WriteEndArray();
        }

        return sidecar.SaveStateAsync(actorType, actorId, operations.WrittenMemory, cancellationToken);
    }

    private void Write(Utf8JsonWriter writer, string name, StateValue value)
    {
        var isRemoved = value.Change == StateChangeKind.Remove;
        writer.WriteStartObject();
        writer.WriteString("operation"u8, isRemoved ? "delete" : "upsert");
        writer.WriteStartObject("request"u8);
        writer.WriteString("key"u8, name);
        if (!isRemoved)
        {
            writer.WritePropertyName("value"u8);
            JsonSerializer.Serialize(writer, value.Value, value.Type, options);
            if (value.ExpiresAt is { } end)
            {
                // The store counts whole seconds; zero would mean for ever.
                var seconds = Math.Max(1, Math.Ceiling((end - time.GetUtcNow()).TotalSeconds));
                writer.WriteStartObject("metadata"u8);
                writer.WriteString("ttlInSeconds"u8, seconds.ToString("0", CultureInfo.InvariantCulture));
                writer.WriteEndObject();
            }
        }

        writer.WriteEndObject();
        writer.WriteEndObject();
    }
}
