using System.Buffers;
using System.Text.Json;
using Dapr.Actors.Runtime;

namespace Dapr.Actors.AspNetCore;

/// <summary>Writes <c>/dapr/config</c>: which actors the app hosts, and how the sidecar treats them.</summary>
internal static class ActorsConfiguration
{
    public static void Write(IBufferWriter<byte> target, ActorRuntimeOptions options)
    {
        using var writer = new Utf8JsonWriter(target);
        writer.WriteStartObject();
        WriteEntities(writer, options.Actors);
        WriteOptions(writer, options);
        var special = options.Actors.Where(actor => actor.TypeOptions is not null).ToList();
        if (special.Count > 0)
        {
            writer.WriteStartArray("entitiesConfig");
            foreach (var actor in special)
            {
                writer.WriteStartObject();
                WriteEntities(writer, [actor]);
                WriteOptions(writer, actor.TypeOptions!);
                writer.WriteEndObject();
            }

            writer.WriteEndArray();
        }

        writer.WriteEndObject();
    }

    private static void WriteEntities(Utf8JsonWriter writer, IEnumerable<ActorRegistration> actors)
    {
        writer.WriteStartArray("entities");
        foreach (var actor in actors)
            writer.WriteStringValue(actor.Type.ActorTypeName);
        writer.WriteEndArray();
    }

    private static void WriteOptions(Utf8JsonWriter writer, ActorRuntimeOptions options)
    {
        WriteTime(writer, "actorIdleTimeout", options.ActorIdleTimeout);
        WriteTime(writer, "actorScanInterval", options.ActorScanInterval);
        WriteTime(writer, "drainOngoingCallTimeout", options.DrainOngoingCallTimeout);
        if (options.DrainRebalancedActors)
            writer.WriteBoolean("drainRebalancedActors", true);
        if (options.RemindersStoragePartitions is { } partitions)
            writer.WriteNumber("remindersStoragePartitions", partitions);
        writer.WriteStartObject("reentrancy");
        writer.WriteBoolean("enabled", options.ReentrancyConfig.Enabled);
        if (options.ReentrancyConfig.MaxStackDepth is { } depth)
            writer.WriteNumber("maxStackDepth", depth);
        writer.WriteEndObject();
    }

    private static void WriteTime(Utf8JsonWriter writer, string name, TimeSpan? time)
    {
        if (time is { } value)
            writer.WriteString(name, FiringTimes.Write(value));
    }
}
