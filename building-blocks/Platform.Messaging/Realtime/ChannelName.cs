using System.Buffers;

namespace Platform.Messaging.Realtime;

/// <summary>Names of channels: a kind and an id, <c>links/abc</c>. What a user alone sees is on <c>users/{user id}</c>.</summary>
public static class ChannelName
{
    /// <summary>The longest id.</summary>
    public const int MaxIdLength = 128;

    private const int MaxKindLength = 32;

    private static readonly SearchValues<char> KindCharacters = SearchValues.Create("abcdefghijklmnopqrstuvwxyz-");

    private static readonly SearchValues<char> IdCharacters =
        SearchValues.Create("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz-_");

    /// <summary>Whether a text names a channel.</summary>
    public static bool IsValid(string? name) => TrySplit(name, out _, out _);

    /// <summary>Takes a name apart; false when it is none.</summary>
    public static bool TrySplit(string? name, out string kind, out string id)
    {
        kind = id = "";
        if (name is null || name.IndexOf('/', StringComparison.Ordinal) is not (> 0 and <= MaxKindLength and var slash))
        {
            return false;
        }

        var isValid = !name.AsSpan(0, slash).ContainsAnyExcept(KindCharacters)
            && name.Length - slash - 1 is > 0 and <= MaxIdLength
            && !name.AsSpan(slash + 1).ContainsAnyExcept(IdCharacters);
        if (isValid)
        {
            (kind, id) = (name[..slash], name[(slash + 1)..]);
        }

        return isValid;
    }

    /// <summary>The channel of a user.</summary>
    public static string OfUser(string userId) => $"users/{userId}";
}
