using Platform.Hosting.Access;
using Platform.Hosting.Failures;
using Platform.Identity.Domain.Accounts;
using Platform.Identity.Storage;

namespace Platform.Identity.Api;

/// <summary>Resource names of users, <c>users/{id}</c> and <c>users/me</c>.</summary>
internal static class UserNames
{
    private const string Prefix = "users/";
    private const string Me = "me";
    private const int MaxIdLength = 64;

    public static string Of(string userId) => Prefix + userId;

    /// <summary>The user in a name.</summary>
    /// <param name="name">The name.</param>
    /// <param name="caller">Who <c>me</c> is.</param>
    /// <param name="field">The field that the name is in.</param>
    /// <exception cref="InvalidArgumentException">It is no name of a user.</exception>
    public static string IdOf(string name, Principal caller, string field = "name")
    {
        var id = name.StartsWith(Prefix, StringComparison.Ordinal) ? name[Prefix.Length..] : "";
        return id == Me ? caller.UserId
            : id.Length is > 0 and <= MaxIdLength && id.All(char.IsAsciiLetterOrDigit) ? id
            : throw new InvalidArgumentException(field, "must be users/ and an id or me");
    }

    /// <summary>The user in a name, whom the caller may read: themselves, or as an admin anybody.</summary>
    /// <exception cref="NotFoundException">They may not; whether there is such a user stays secret.</exception>
    public static string ReadableIdOf(string name, Principal caller, string field = "name")
    {
        var id = IdOf(name, caller, field);
        return caller.IsOwner(id) || caller.HasRole(Role.Admin) ? id : throw UserStore.Unknown();
    }
}
