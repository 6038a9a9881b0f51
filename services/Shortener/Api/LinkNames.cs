using Platform.Hosting.Failures;

namespace Platform.Shortener.Api;

/// <summary>Resource names of links, <c>links/{code}</c>.</summary>
internal static class LinkNames
{
    private const string Prefix = "links/";

    public static string Of(string code) => Prefix + code;

    /// <summary>The code in a name.</summary>
    /// <exception cref="InvalidArgumentException">It is no name of a link.</exception>
    public static string CodeOf(string name, string field = "name") =>
        name.StartsWith(Prefix, StringComparison.Ordinal) && name.Length > Prefix.Length && name.IndexOf('/', Prefix.Length) < 0
            ? name[Prefix.Length..]
            : throw new InvalidArgumentException(field, "must be links/ and a short code");
}
