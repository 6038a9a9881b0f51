namespace Platform.Catalog.Domain.Search;

/// <summary>What of a product is found by words.</summary>
public static class ProductText
{
    private const double TitleWeight = 4;
    private const double BrandWeight = 3;
    private const double CategoryWeight = 1.5;
    private const double SkuWeight = 4;
    private const double AttributeWeight = 0.5;
    private const double DescriptionWeight = 1;

    /// <summary>The terms of a product and how often it has them, each field by its weight (S. Robertson et al., Simple BM25 extension to multiple weighted fields, CIKM 2004).</summary>
    public static IReadOnlyDictionary<string, double> TermsOf(CatalogProduct product)
    {
        var terms = new Dictionary<string, double>();
        Add(terms, product.Title, TitleWeight);
        Add(terms, product.Brand, BrandWeight);
        Add(terms, product.Description, DescriptionWeight);
        AddAll(terms, product.Categories, CategoryWeight);
        AddAll(terms, product.Variants.Select(variant => variant.Sku), SkuWeight);
        AddAll(terms, product.Attributes.Values, AttributeWeight);
        AddAll(terms, product.Variants.SelectMany(variant => variant.Options.Values), AttributeWeight);
        return terms;
    }

    /// <summary>The words that are suggested and that typing errors are corrected to: those of titles, brands and categories.</summary>
    public static IReadOnlySet<string> WordsOf(CatalogProduct product) =>
        product.Categories.Append(product.Brand).Append(product.Title).SelectMany(Analyzer.Words).Where(word => word.Any(char.IsLetter)).ToHashSet();

    private static void AddAll(Dictionary<string, double> terms, IEnumerable<string> texts, double weight)
    {
        foreach (var text in texts)
        {
            Add(terms, text, weight);
        }
    }

    private static void Add(Dictionary<string, double> terms, string text, double weight)
    {
        foreach (var term in Analyzer.Words(text).Select(Analyzer.Term))
        {
            terms[term] = terms.GetValueOrDefault(term) + weight;
        }
    }
}
