using System.Buffers;
using System.Text.Json;
using Platform.Gateway.Problems;
using Platform.Messaging.Realtime;

namespace Platform.Gateway.Realtime;

/// <summary>Writes what the server sends; docs/realtime.md describes it.</summary>
internal static class ServerMessage
{
    /// <summary>The protocol and its version, also the name of the WebSocket subprotocol.</summary>
    public const string Protocol = "platform.realtime.v1";

    public static ReadOnlyMemory<byte> Hello(RealtimeOptions options, DateTimeOffset? expireTime) => Write("hello", json =>
    {
        json.WriteString("protocol", Protocol);
        json.WriteBoolean("authenticated", expireTime is not null);
        WriteExpiry(json, expireTime);
        json.WriteNumber("heartbeatSeconds", options.HeartbeatInterval.TotalSeconds);
        json.WriteNumber("maxMessageBytes", options.MaxMessageSize);
        json.WriteNumber("maxChannels", options.MaxChannels);
    });

    public static ReadOnlyMemory<byte> Authenticated(string? id, DateTimeOffset expireTime) => Write("authenticated", json =>
    {
        WriteId(json, id);
        WriteExpiry(json, expireTime);
    });

    /// <summary>Events of the channel follow, from behind the event named.</summary>
    public static ReadOnlyMemory<byte> Subscribed(string? id, string channel, string lastEventId) => Write("subscribed", json =>
    {
        WriteId(json, id);
        json.WriteString("channel", channel);
        json.WriteString("lastEventId", lastEventId);
    });

    /// <summary>What the client sent has arrived; with the answer.</summary>
    public static ReadOnlyMemory<byte> Sent(string? id, string channel, ReadOnlyMemory<byte> data) => Write("sent", json =>
    {
        WriteId(json, id);
        json.WriteString("channel", channel);
        json.WritePropertyName("data");
        json.WriteRawValue(data.Span);
    });

    /// <summary>No events of the channel follow: the client asked for that, or may not listen any more and is told a code.</summary>
    public static ReadOnlyMemory<byte> Unsubscribed(string? id, string channel, string? code = null) => Write("unsubscribed", json =>
    {
        WriteId(json, id);
        json.WriteString("channel", channel);
        if (code is not null) json.WriteString("code", code);
    });

    public static ReadOnlyMemory<byte> Event(string channel, ChannelPosition position, string type, DateTimeOffset time, string data) => Write("event", json =>
    {
        json.WriteString("channel", channel);
        json.WriteString("id", position.ToString());
        json.WriteString("event", type);
        json.WriteString("time", time);
        json.WritePropertyName("data");
        json.WriteRawValue(data);
    });

    /// <summary>Events were missed that are not kept any more. The client reads the state anew; what follows is behind the event named.</summary>
    public static ReadOnlyMemory<byte> Reset(string channel, ChannelPosition position) => Write("reset", json =>
    {
        json.WriteString("channel", channel);
        json.WriteString("lastEventId", position.ToString());
    });

    public static ReadOnlyMemory<byte> Error(string? id, RealtimeError error, string? channel = null) => Write("error", json =>
    {
        WriteId(json, id);
        json.WriteString("code", error.Code);
        json.WriteString("message", error.Message);
        if (channel is not null) json.WriteString("channel", channel);
        if (error.Fields.Count > 0) WriteFields(json, error.Fields);
    });

    public static ReadOnlyMemory<byte> Pong(string? id) => Write("pong", json => WriteId(json, id));

    public static ReadOnlyMemory<byte> Reconnect(TimeSpan after) => Write("reconnect", json => json.WriteNumber("afterMs", (long)after.TotalMilliseconds));

    private static void WriteId(Utf8JsonWriter json, string? id)
    {
        if (id is not null) json.WriteString("id", id);
    }

    private static void WriteFields(Utf8JsonWriter json, IReadOnlyList<FieldError> fields)
    {
        json.WriteStartArray("errors");
        foreach (var field in fields)
        {
            json.WriteStartObject();
            json.WriteString("field", field.Field);
            json.WriteString("description", field.Description);
            json.WriteEndObject();
        }
        json.WriteEndArray();
    }

    // API keys may have no end.
    private static void WriteExpiry(Utf8JsonWriter json, DateTimeOffset? expireTime)
    {
        if (expireTime is { } time && time < DateTimeOffset.MaxValue) json.WriteString("expireTime", time);
    }

    private static ReadOnlyMemory<byte> Write(string type, Action<Utf8JsonWriter> members)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using var json = new Utf8JsonWriter(buffer);
        json.WriteStartObject();
        json.WriteString("type", type);
        members(json);
        json.WriteEndObject();
        json.Flush();
        return buffer.WrittenSpan.ToArray();
    }
}

/// <summary>What a client is told when something it asked for did not happen.</summary>
/// <param name="Code">For programs.</param>
/// <param name="Message">For people.</param>
internal sealed record RealtimeError(string Code, string Message)
{
    public static readonly RealtimeError MalformedMessage = new("MALFORMED_MESSAGE", "This is no message of the protocol.");
    public static readonly RealtimeError SignInRequired = new("SIGN_IN_REQUIRED", "Send an access token first.");
    public static readonly RealtimeError ChannelInvalid = new("CHANNEL_INVALID", "This is no name of a channel.");
    public static readonly RealtimeError ChannelForbidden = new("CHANNEL_FORBIDDEN", "There is no such channel, or it is not yours to listen to.");
    public static readonly RealtimeError TooManyChannels = new("TOO_MANY_CHANNELS", "This socket has as many channels as it may have.");
    public static readonly RealtimeError NotSubscribed = new("NOT_SUBSCRIBED", "This socket does not listen to this channel.");
    public static readonly RealtimeError Unavailable = new("UNAVAILABLE", "This cannot be done at the moment; try again.");

    /// <summary>What is wrong with fields of what was sent.</summary>
    public IReadOnlyList<FieldError> Fields { get; init; } = [];

    /// <summary>What a service refused, with its own reason.</summary>
    public static RealtimeError Of(Problem problem) =>
        new(problem.Reason ?? CanonicalStatus.Name(problem.Code), problem.Detail) { Fields = problem.Errors };
}
