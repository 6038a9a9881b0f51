using Google.Protobuf;

namespace Platform.Messaging.Realtime;

/// <summary>Something to tell the clients that listen to a channel.</summary>
/// <param name="Channel">The channel, see <see cref="ChannelName"/>.</param>
/// <param name="Type">What happened, <c>noun.verb</c>, such as <c>link.changed</c>.</param>
/// <param name="Data">The details, in the API's JSON at most <see cref="ChannelLog.MaxDataLength"/> characters. Everybody who may listen sees all of it.</param>
public sealed record RealtimeEvent(string Channel, string Type, IMessage Data)
{
    /// <summary>Names the event, so that publishing it again tells nobody twice. Empty for an event that is published once.</summary>
    public string EventId { get; init; } = "";
}
