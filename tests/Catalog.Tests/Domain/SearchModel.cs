using Platform.Catalog.Domain;
using Platform.Catalog.Domain.Search;

namespace Platform.Catalog.Tests.Domain;

/// <summary>The search as its documentation says, without any index: every product is read for every question.</summary>
internal sealed class SearchModel(IReadOnlyList<CatalogEntry> entries, Synonyms synonyms)
{
    private readonly List<(CatalogEntry Entry, IReadOnlyDictionary<string, double> Terms)> _documents =
        [.. entries.Select(entry => (entry, ProductText.TermsOf(entry.Product)))];

    /// <summary>The ids of all products that fit, in order.</summary>
    public IReadOnlyList<string> Search(ProductQuery query) =>
    [
        .. Scores(query.Text)
            .Where(each => FilterCheck.Failed(query, each.Entry) == Filters.None)
            .OrderByDescending(each => Key(query.Order, each.Entry, each.Score))
            .ThenBy(each => each.Entry.Product.Id, StringComparer.Ordinal)
            .Select(each => each.Entry.Product.Id),
    ];

    /// <summary>How many products a search finds that has a filter of its own instead of the query's.</summary>
    public int Count(ProductQuery query) => Search(query).Count;

    public string Correct(string word)
    {
        var term = Analyzer.Term(word);
        if (Has(term) || synonyms.Of(term).Any(Has))
        {
            return word;
        }

        var words = entries.SelectMany(entry => ProductText.WordsOf(entry.Product)).ToLookup(each => each);
        return !word.Any(char.IsLetter) ? word : words
            .Select(each => (Word: each.Key, Count: each.Count(), Errors: EditDistance.Between(word, each.Key)))
            .Where(each => each.Errors <= Vocabulary.ErrorsIn(word))
            .OrderBy(each => each.Errors).ThenByDescending(each => each.Count).ThenBy(each => each.Word, StringComparer.Ordinal)
            .Select(each => each.Word)
            .FirstOrDefault(word);

        bool Has(string other) => _documents.Exists(document => document.Terms.ContainsKey(other));
    }

    private static double Key(ResultOrder order, CatalogEntry entry, double score) => order switch
    {
        ResultOrder.PriceAscending => -(double)entry.Product.Variants.Min(variant => variant.Price.Amount),
        ResultOrder.PriceDescending => (double)entry.Product.Variants.Min(variant => variant.Price.Amount),
        ResultOrder.Rating => (entry.Rating.Sum + 17.5) / (entry.Rating.Count + 5),
        ResultOrder.Sales => entry.Sales.Sold,
        ResultOrder.Newest => entry.Product.CreateTime.UtcTicks,
        _ => score * entry.Popularity,
    };

    private IEnumerable<(CatalogEntry Entry, double Score)> Scores(string text)
    {
        var words = Analyzer.QueryWords(text);
        if (words.Count == 0)
        {
            return text.Trim().Length > 0 ? [] : entries.Select(entry => (entry, 1.0));
        }

        var terms = words.Select(word => Analyzer.Term(Correct(word))).ToList();
        var scored = _documents.Select(document => (document.Entry, ByTerm: terms.ConvertAll(term => Score(document.Terms, term)))).ToList();
        var all = scored.Where(each => each.ByTerm.TrueForAll(score => score > 0)).ToList();
        return (all.Count > 0 ? all : scored.Where(each => each.ByTerm.Exists(score => score > 0))).Select(each => (each.Entry, each.ByTerm.Sum()));
    }

    private double Score(IReadOnlyDictionary<string, double> document, string term) =>
        synonyms.Of(term).Select(other => Synonyms.Weight * Bm25(document, other)).Append(Bm25(document, term)).Max();

    private double Bm25(IReadOnlyDictionary<string, double> document, string term)
    {
        if (!document.TryGetValue(term, out var frequency))
        {
            return 0;
        }

        var count = _documents.Count(other => other.Terms.ContainsKey(term));
        var idf = Math.Log(1 + ((_documents.Count - count + 0.5) / (count + 0.5)));
        var length = document.Values.Sum() / _documents.Average(other => other.Terms.Values.Sum());
        return idf * frequency * 2.2 / (frequency + (1.2 * (0.25 + (0.75 * length))));
    }
}
