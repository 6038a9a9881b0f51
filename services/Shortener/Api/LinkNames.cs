using Platform.Hosting.Failures;
using Platform.Shortener.Domain;

namespace Platform.Shortener.Api;

/// <summary>Resource names of links, <c>links/{code}</c>.</summary>
internal static class LinkNames
{
    private const string Prefix = "links/";

    public static string Of(string code) => Prefix + code;

    /// <summary>The code in a name.</summary>
    /// <exception cref="InvalidArgumentException">It is no name of a link.</exception>
    public static string CodeOf(string name, string field = "name") =>
        name.StartsWith(Prefix, StringComparison.Ordinal) && LinkRules.IsCode(name[Prefix.Length..])
            ? name[Prefix.Length..]
            : throw new InvalidArgumentException(field, "must be links/ and a short code");
}
