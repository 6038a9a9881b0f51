namespace Platform.Catalog.Domain.Search;

/// <summary>
/// An inverted index: which documents have a term, and how much of it. Scores are those of Okapi BM25 (S. Robertson and H. Zaragoza, The probabilistic
/// relevance framework: BM25 and beyond, 2009) with the idf that is never negative.
/// </summary>
internal sealed class Postings
{
    private const double K1 = 1.2;
    private const double B = 0.75;

    // How often documents have a term, by their numbers.
    private readonly Dictionary<string, SortedList<int, double>> _frequencies = new(StringComparer.Ordinal);
    private readonly List<Document?> _documents = [];
    private int _count;
    private double _totalLength;

    /// <summary>Whether a document has a term.</summary>
    public bool Contains(string term) => _frequencies.ContainsKey(term);

    /// <summary>Puts a new document in.</summary>
    /// <param name="number">The document.</param>
    /// <param name="terms">Its terms and how often it has them.</param>
    public void Add(int number, IReadOnlyDictionary<string, double> terms)
    {
        while (_documents.Count <= number)
        {
            _documents.Add(null);
        }

        var document = new Document(terms, terms.Values.Sum());
        _documents[number] = document;
        _count++;
        _totalLength += document.Length;
        foreach (var (term, frequency) in terms)
        {
            if (!_frequencies.TryGetValue(term, out var frequencies))
            {
                _frequencies[term] = frequencies = [];
            }

            frequencies.Add(number, frequency);
        }
    }

    /// <summary>Takes a document out.</summary>
    public void Remove(int number)
    {
        var document = _documents[number]!;
        _documents[number] = null;
        _count--;
        _totalLength -= document.Length;
        foreach (var term in document.Terms.Keys)
        {
            var frequencies = _frequencies[term];
            frequencies.Remove(number);
            if (frequencies.Count == 0)
            {
                _frequencies.Remove(term);
            }
        }
    }

    /// <summary>Gives the documents that have a term its scores.</summary>
    /// <param name="term">The term.</param>
    /// <param name="weight">What its scores are multiplied by.</param>
    /// <param name="scores">The scores.</param>
    public void Score(string term, double weight, ScoreBoard scores)
    {
        if (!_frequencies.TryGetValue(term, out var frequencies))
        {
            return;
        }

        var (idf, averageLength) = (Idf(frequencies.Count), _totalLength / _count);
        for (var i = 0; i < frequencies.Count; i++)
        {
            var (document, frequency) = (frequencies.GetKeyAtIndex(i), frequencies.GetValueAtIndex(i));
            var norm = K1 * (1 - B + (B * (_documents[document]!.Length / averageLength)));
            scores.Raise(document, weight * idf * frequency * (K1 + 1) / (frequency + norm));
        }
    }

    /// <summary>The terms that tell most about a document: those that it has much of and others seldom have.</summary>
    public IReadOnlyList<string> KeyTerms(int number, int count) =>
    [
        .. _documents[number]!.Terms
            .OrderByDescending(each => each.Value * Idf(_frequencies[each.Key].Count))
            .ThenBy(each => each.Key, StringComparer.Ordinal)
            .Take(count)
            .Select(each => each.Key),
    ];

    private double Idf(int documentCount) => Math.Log(1 + ((_count - documentCount + 0.5) / (documentCount + 0.5)));

    private sealed record Document(IReadOnlyDictionary<string, double> Terms, double Length);
}
