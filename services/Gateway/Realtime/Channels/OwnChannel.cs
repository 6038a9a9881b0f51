using Platform.Gateway.Access;
using Platform.Messaging.Realtime;

namespace Platform.Gateway.Realtime.Channels;

/// <summary><c>users/me</c>: what is for one user alone, whoever that is. Nobody can ask for another user's.</summary>
internal sealed class OwnChannel : IChannelAuthorizer
{
    public const string Kind = "users";
    public const string Name = "users/me";

    public ValueTask<string?> AuthorizeAsync(string name, ICallerFeature caller, CancellationToken cancellationToken)
    {
        var channel = ChannelName.OfUser(caller.UserId);
        return new(name == Name && ChannelName.IsValid(channel) ? channel : null);
    }

    /// <summary>What clients call a channel.</summary>
    public static string PublicNameOf(string channel) => channel.StartsWith(Kind + "/", StringComparison.Ordinal) ? Name : channel;
}
