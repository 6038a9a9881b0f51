using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;

namespace Platform.Messaging.Realtime;

/// <summary>Something to tell the clients that listen to a channel.</summary>
/// <param name="Channel">The channel, see <see cref="ChannelName"/>.</param>
/// <param name="Type">What happened, <c>noun.verb</c>, such as <c>link.changed</c>.</param>
/// <param name="Data">The details, in the API's JSON at most <see cref="ChannelLog.MaxDataLength"/> characters. Everybody who may listen sees all of it.</param>
public sealed record RealtimeEvent(string Channel, string Type, IMessage Data)
{
    /// <summary>The type of the event that takes a user off a channel. Clients are not told it.</summary>
    public const string RevokedType = "access.revoked";

    private const string UserField = "user";

    /// <summary>
    /// Takes a user off a channel to which they may not listen any more; those who listen are told so. Published when the service that decides about the channel has
    /// committed that, and before what the user must not see.
    /// </summary>
    /// <param name="channel">The channel.</param>
    /// <param name="user">The user's id.</param>
    /// <param name="eventId">Names the event.</param>
    public static RealtimeEvent Revoke(string channel, string user, string eventId) =>
        new(channel, RevokedType, new Struct { Fields = { [UserField] = Value.ForString(user) } }) { EventId = eventId };

    /// <summary>The user of an event of the type <see cref="RevokedType"/>.</summary>
    /// <param name="data">The event's details.</param>
    public static string RevokedUser(string data) => Struct.Parser.ParseJson(data).Fields[UserField].StringValue;

    /// <summary>Names the event, so that publishing it again tells nobody twice. Empty for an event that is published once.</summary>
    public string EventId { get; init; } = "";
}
