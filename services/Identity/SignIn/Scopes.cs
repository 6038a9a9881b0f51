using Platform.Hosting.Access;
using Platform.Identity.V1;

namespace Platform.Identity.SignIn;

/// <summary>What tokens and API keys can be good for: every scope that a public method of the platform asks for.</summary>
internal static class Scopes
{
    /// <summary>Everything that the user may do.</summary>
    public const string Everything = "*";

    /// <summary>Changes accounts and credentials: not for API keys, or a leaked one could make itself more.</summary>
    public const string AccountWrite = "account.write";

    /// <summary>All of them, in order.</summary>
    public static readonly IReadOnlyList<string> All =
    [
        .. MethodAccess.PublicMethods(typeof(UsersReflection).Assembly)
            .Select(method => method.AccessRule()!.Scope)
            .Where(scope => scope.Length > 0)
            .Distinct(StringComparer.Ordinal)
            .Order(StringComparer.Ordinal),
    ];

    /// <summary>Whether all of some scopes exist.</summary>
    public static bool AreKnown(IEnumerable<string> scopes) => scopes.All(scope => All.Contains(scope));
}
