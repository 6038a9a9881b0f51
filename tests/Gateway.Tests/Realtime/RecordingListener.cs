using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using Platform.Gateway.Realtime.Channels;

namespace Gateway.Tests.Realtime;

/// <summary>A listener that remembers what it was told.</summary>
internal sealed class RecordingListener(string user = "") : IListener
{
    private readonly ConcurrentQueue<JsonObject> _messages = new();

    public IEnumerable<string> Events => _messages.Where(message => (string)message["type"]! == "event").Select(message => (string)message["event"]!);

    public int Resets => _messages.Count(message => (string)message["type"]! == "reset");

    public IEnumerable<string> RevokedBy => _messages.Where(message => (string)message["type"]! == "unsubscribed").Select(message => (string)message["code"]!);

    public string UserId => user;

    public string LastId => (string)_messages.Last()["id"]!;

    public void Send(ReadOnlyMemory<byte> message) => _messages.Enqueue(JsonNode.Parse(message.Span)!.AsObject());
}
