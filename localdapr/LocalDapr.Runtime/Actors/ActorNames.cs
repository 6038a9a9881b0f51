using System.Buffers;

namespace LocalDapr.Runtime.Actors;

/// <summary>The rules for names that become a segment of a path at the app: those of genuine daprd, and a length.</summary>
internal static class ActorNames
{
    private const int MaxLength = 1024;
    private static readonly SearchValues<char> Forbidden = SearchValues.Create("#?/\\\u007f" + new string([.. Enumerable.Range(0, 32).Select(code => (char)code)]));

    /// <summary>Gives the name if it may be used.</summary>
    /// <exception cref="Errors.DaprException">ERR_BAD_REQUEST.</exception>
    public static string Check(string what, string name)
    {
        var reason = name.Length == 0 ? "must not be empty"
            : name.Length > MaxLength ? $"must not be longer than {MaxLength} characters"
            : name is "." or ".." ? "must not be a path"
            : name.AsSpan().ContainsAny(Forbidden) ? "contains a character that is not allowed"
            : null;
        return reason is null ? name : throw ActorErrors.BadRequest($"invalid {what}: it {reason}").ToException();
    }
}
