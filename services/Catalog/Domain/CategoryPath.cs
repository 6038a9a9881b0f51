namespace Platform.Catalog.Domain;

/// <summary>Paths in the tree of categories, such as <c>Appliances/Coffee/Grinders</c>.</summary>
public static class CategoryPath
{
    /// <summary>What stands between the levels.</summary>
    public const char Separator = '/';

    /// <summary>Makes a path of names, from the top down. A separator in a name becomes a hyphen.</summary>
    public static string Of(IEnumerable<string> names) => string.Join(Separator, names.Select(name => name.Trim().Replace(Separator, '-')));

    /// <summary>Whether a category is another one or below it. Nothing but the whole names count.</summary>
    public static bool IsWithin(string category, string ancestor) =>
        category.StartsWith(ancestor, StringComparison.Ordinal)
        && (category.Length == ancestor.Length || category[ancestor.Length] == Separator);

    /// <summary>A category and those above it, from the top down.</summary>
    public static IEnumerable<string> SelfAndAncestors(string category)
    {
        for (var end = category.IndexOf(Separator); end >= 0; end = category.IndexOf(Separator, end + 1))
        {
            yield return category[..end];
        }

        yield return category;
    }
}
