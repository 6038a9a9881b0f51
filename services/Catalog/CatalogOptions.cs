namespace Platform.Catalog;

/// <summary>Settings of the section <c>Catalog</c>.</summary>
internal sealed class CatalogOptions
{
    public const string Section = "Catalog";

    /// <summary>More groups of words that mean the same, with spaces between, such as <c>tv television</c>. A word's last group counts.</summary>
    public IReadOnlyList<string> Synonyms { get; set; } = [];
}
