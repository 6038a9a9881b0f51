using System.Collections.Concurrent;

namespace Platform.Catalog.Domain.Search;

/// <summary>Finds products by words and facets, completes words, and finds what is like a product. For one thread at a time, or many that only read.</summary>
/// <param name="synonyms">The synonyms.</param>
public sealed class SearchIndex(Synonyms synonyms)
{
    private const int KeyTerms = 12;

    private readonly Dictionary<string, CatalogEntry> _entries = new(StringComparer.Ordinal);
    private readonly Numbering _ids = new();
    private readonly Numbering _categories = new();
    private readonly Numbering _brands = new();
    private readonly List<SearchDocument?> _documents = [];
    private readonly Postings _postings = new();
    private readonly Vocabulary _vocabulary = new();
    private readonly ConcurrentBag<SearchScratch> _scratches = [];

    /// <summary>The products.</summary>
    public IReadOnlyDictionary<string, CatalogEntry> Entries => _entries;

    /// <summary>Puts a product in, in place of what it was.</summary>
    public void Put(CatalogEntry entry)
    {
        var id = entry.Product.Id;
        // Ratings, sales and stock change often, and words do not.
        if (_ids.TryGet(id, out var number) && _documents[number] is { } old && old.Entry.Product.ETag == entry.Product.ETag)
        {
            _documents[number] = old with { Entry = entry };
        }
        else
        {
            Remove(id);
            Add(entry);
        }

        _entries[id] = entry;
    }

    /// <summary>Takes a product out.</summary>
    public void Remove(string id)
    {
        if (!_entries.Remove(id) || !_ids.TryGet(id, out var number))
        {
            return;
        }

        var document = _documents[number]!;
        _documents[number] = null;
        _ids.Release(number);
        Array.ForEach(document.Categories, _categories.Release);
        if (document.Brand is { } brand)
        {
            _brands.Release(brand);
        }

        _postings.Remove(number);
        _vocabulary.Remove(number, document.Words);
    }

    /// <summary>Finds products.</summary>
    public SearchResult Search(ProductQuery query)
    {
        var scratch = Rent();
        var corrected = Match(query.Text, scratch.Scores);
        var top = new Top<CatalogEntry>((int)Math.Min((long)query.Offset + query.Count, int.MaxValue));
        var total = 0;
        foreach (var number in scratch.Scores.Documents)
        {
            var document = _documents[number]!;
            var failed = FilterCheck.Failed(query, document.Entry);
            scratch.Facets.Add(document, failed);
            if (failed == Filters.None)
            {
                total++;
                top.Add(document.Entry, Rank(query.Order, document.Entry, scratch.Scores[number]), document.Entry.Product.Id);
            }
        }

        var result = new SearchResult([.. top.ToList().Skip(query.Offset)], total, scratch.Facets.ToFacets(), corrected);
        _scratches.Add(scratch);
        return result;
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
        var scratch = Rent();
        if (before.Count > 0)
        {
            Matcher().Match(before, scratch.Scores);
        }

        List<string> suggestions =
        [
            .. _vocabulary.StartingWith(words[^1])
                .Where(each => !before.Contains(each.Word))
                .Select(each => (each.Word, Demand: each.Documents.Where(IsWithin).Sum(number => 1 + _documents[number]!.Entry.Sales.Sold)))
                .Where(each => each.Demand > 0)
                .OrderByDescending(each => each.Demand)
                .ThenBy(each => each.Word, StringComparer.Ordinal)
                .Take(count)
                .Select(each => string.Join(' ', before.Append(each.Word))),
        ];
        _scratches.Add(scratch);
        return suggestions;

        bool IsWithin(int number) => before.Count == 0 || scratch.Scores[number] > 0;
    }

    /// <summary>What is like a product by the terms that tell most about it, those of its category and brand among them.</summary>
    public IReadOnlyList<CatalogEntry> Similar(string id, int count)
    {
        if (!_ids.TryGet(id, out var number))
        {
            return [];
        }

        var scratch = Rent();
        foreach (var term in _postings.KeyTerms(number, KeyTerms))
        {
            _postings.Score(term, weight: 1, scratch.Scores);
            scratch.Scores.EndWord();
        }

        var top = new Top<CatalogEntry>(count);
        foreach (var other in scratch.Scores.Documents.Where(other => other != number))
        {
            var entry = _documents[other]!.Entry;
            top.Add(entry, scratch.Scores[other], entry.Product.Id);
        }

        _scratches.Add(scratch);
        return top.ToList();
    }

    private static double Rank(ResultOrder order, CatalogEntry entry, double score) => order switch
    {
        ResultOrder.PriceAscending => -(double)entry.LowestPrice,
        ResultOrder.PriceDescending => (double)entry.LowestPrice,
        ResultOrder.Rating => entry.Rating.Estimate,
        ResultOrder.Sales => entry.Sales.Sold,
        ResultOrder.Newest => entry.Product.CreateTime.UtcTicks,
        _ => score * entry.Popularity,
    };

    private void Add(CatalogEntry entry)
    {
        var product = entry.Product;
        var document = new SearchDocument(
            entry,
            _ids.Take(product.Id),
            [.. entry.CategoriesAndAncestors.Select(_categories.Take)],
            product.Brand.Length > 0 ? _brands.Take(product.Brand) : null,
            ProductText.WordsOf(product));
        while (_documents.Count < _ids.Limit)
        {
            _documents.Add(null);
        }

        _documents[document.Number] = document;
        _postings.Add(document.Number, ProductText.TermsOf(product));
        _vocabulary.Add(document.Number, document.Words);
    }

    private string Match(string text, ScoreBoard scores)
    {
        var words = Analyzer.QueryWords(text);
        if (words.Count > 0)
        {
            return Matcher().Match(words, scores);
        }

        // A text without any word, such as "!!!", is no question for everything.
        foreach (var document in string.IsNullOrWhiteSpace(text) ? _documents : [])
        {
            if (document is not null)
            {
                scores.Raise(document.Number, score: 1);
            }
        }

        scores.EndWord();
        return "";
    }

    // One that is not given back, because something failed, is not missed.
    private SearchScratch Rent()
    {
        var scratch = _scratches.TryTake(out var used) ? used : new SearchScratch(_categories, _brands);
        scratch.Scores.Start(_ids.Limit);
        scratch.Facets.Start();
        return scratch;
    }

    private TextMatcher Matcher() => new(_postings, _vocabulary, synonyms);
}
