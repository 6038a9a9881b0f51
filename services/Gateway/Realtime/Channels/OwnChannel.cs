using Platform.Gateway.Access;
using Platform.Messaging.Realtime;

namespace Platform.Gateway.Realtime.Channels;

/// <summary><c>users/me</c> and <c>drivers/me</c>: what is for one user alone, whoever that is. Nobody can ask for another user's.</summary>
/// <param name="kind">The kind.</param>
/// <param name="scope">What the caller's credentials must be good for; empty for nothing.</param>
internal sealed class OwnChannel(string kind, string scope = "") : IChannelAuthorizer
{
    public const string Users = "users";
    public const string Drivers = "drivers";

    public const string Me = "/me";

    public ValueTask<string?> AuthorizeAsync(string name, ICallerFeature caller, CancellationToken cancellationToken)
    {
        var channel = $"{kind}/{caller.UserId}";
        var isAllowed = name == kind + Me
            && ChannelName.IsValid(channel)
            && (scope.Length == 0 || caller.Scopes is null || caller.Scopes.Contains(scope, StringComparer.Ordinal));
        return new(isAllowed ? channel : null);
    }

    /// <summary>What clients call a channel.</summary>
    public static string PublicNameOf(string channel) => channel.Split('/')[0] is Users or Drivers ? channel.Split('/')[0] + Me : channel;
}
