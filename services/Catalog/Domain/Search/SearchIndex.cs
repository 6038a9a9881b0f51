namespace Platform.Catalog.Domain.Search;

/// <summary>Finds products by words and facets, completes words, and finds what is like a product. For one thread at a time, or many that only read.</summary>
/// <param name="synonyms">The synonyms.</param>
public sealed class SearchIndex(Synonyms synonyms)
{
    private const int KeyTerms = 12;

    private readonly Dictionary<string, CatalogEntry> _entries = [];
    private readonly Postings _postings = new();
    private readonly Vocabulary _vocabulary = new();

    /// <summary>The products.</summary>
    public IReadOnlyDictionary<string, CatalogEntry> Entries => _entries;

    /// <summary>Puts a product in, in place of what it was.</summary>
    public void Put(CatalogEntry entry)
    {
        var id = entry.Product.Id;
        // Ratings, sales and stock change often, and words do not.
        if (_entries.GetValueOrDefault(id) is { } old && old.Product.ETag == entry.Product.ETag)
        {
            _entries[id] = entry;
            return;
        }

        Remove(id);
        _entries[id] = entry;
        _postings.Add(id, ProductText.TermsOf(entry.Product));
        _vocabulary.Add(id, ProductText.WordsOf(entry.Product));
    }

    /// <summary>Takes a product out.</summary>
    public void Remove(string id)
    {
        if (_entries.Remove(id, out var entry))
        {
            _postings.Remove(id);
            _vocabulary.Remove(id, ProductText.WordsOf(entry.Product));
        }
    }

    /// <summary>Finds products.</summary>
    public SearchResult Search(ProductQuery query)
    {
        var words = Analyzer.QueryWords(query.Text);
        var (scores, corrected) = words.Count > 0 ? Matcher().Match(words)
            // A text without any word, such as "!!!", is no question for everything.
            : (query.Text.Trim().Length > 0 ? [] : _entries.ToDictionary(each => each.Key, _ => 1.0), "");
        var facets = new FacetCounter();
        var found = new List<(CatalogEntry Entry, double Key)>();
        foreach (var (id, score) in scores)
        {
            var entry = _entries[id];
            var failed = FilterCheck.Failed(query, entry);
            facets.Add(entry, failed);
            if (failed == Filters.None)
            {
                found.Add((entry, SortKey(query.Order, entry, score)));
            }
        }

        found.Sort(static (left, right) =>
            right.Key.CompareTo(left.Key) is not 0 and var order ? order : string.CompareOrdinal(left.Entry.Product.Id, right.Entry.Product.Id));
        return new SearchResult([.. found.Skip(query.Offset).Take(query.Count).Select(each => each.Entry)], found.Count, facets.ToFacets(), corrected);
    }

    /// <summary>Completes the last word of a text, so that there are products which have all of its words; what sells most first.</summary>
    public IReadOnlyList<string> Suggest(string text, int count)
    {
        var words = Analyzer.Words(text).ToList();
        if (words.Count == 0)
        {
            return [];
        }

        var before = words[..^1];
        var within = before.Count > 0 ? Matcher().Match(before).Scores : null;
        return
        [
            .. _vocabulary.StartingWith(words[^1])
                .Where(each => !before.Contains(each.Word))
                .Select(each => (each.Word, Demand: each.Documents.Where(id => within?.ContainsKey(id) != false).Sum(id => 1 + _entries[id].Sales.Sold)))
                .Where(each => each.Demand > 0)
                .OrderByDescending(each => each.Demand)
                .ThenBy(each => each.Word, StringComparer.Ordinal)
                .Take(count)
                .Select(each => string.Join(' ', before.Append(each.Word))),
        ];
    }

    /// <summary>What is like a product by the terms that tell most about it, those of its category and brand among them.</summary>
    public IReadOnlyList<CatalogEntry> Similar(string id, int count)
    {
        var scores = new Dictionary<string, double>();
        foreach (var term in _postings.KeyTerms(id, KeyTerms))
        {
            var byTerm = new Dictionary<string, double>();
            _postings.Score(term, weight: 1, byTerm);
            foreach (var (other, score) in byTerm)
            {
                scores[other] = scores.GetValueOrDefault(other) + score;
            }
        }

        return
        [
            .. scores.Where(each => each.Key != id)
                .OrderByDescending(each => each.Value)
                .ThenBy(each => each.Key, StringComparer.Ordinal)
                .Take(count)
                .Select(each => _entries[each.Key]),
        ];
    }

    private static double SortKey(ResultOrder order, CatalogEntry entry, double score) => order switch
    {
        ResultOrder.PriceAscending => -(double)entry.Product.LowestPrice,
        ResultOrder.PriceDescending => (double)entry.Product.LowestPrice,
        ResultOrder.Rating => entry.Rating.Estimate,
        ResultOrder.Sales => entry.Sales.Sold,
        ResultOrder.Newest => entry.Product.CreateTime.UtcTicks,
        _ => score * entry.Popularity,
    };

    private TextMatcher Matcher() => new(_postings, _vocabulary, synonyms);
}
