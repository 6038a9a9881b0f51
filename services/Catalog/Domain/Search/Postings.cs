namespace Platform.Catalog.Domain.Search;

/// <summary>
/// An inverted index: which documents have a term, and how much of it. Scores are those of Okapi BM25 (S. Robertson and H. Zaragoza, The probabilistic
/// relevance framework: BM25 and beyond, 2009) with the idf that is never negative.
/// </summary>
public sealed class Postings
{
    private const double K1 = 1.2;
    private const double B = 0.75;

    private readonly Dictionary<string, Dictionary<string, double>> _documentsByTerm = [];
    private readonly Dictionary<string, Document> _documents = [];
    private double _totalLength;

    /// <summary>Whether a document has a term.</summary>
    public bool Contains(string term) => _documentsByTerm.ContainsKey(term);

    /// <summary>Puts a new document in.</summary>
    /// <param name="id">The document.</param>
    /// <param name="terms">Its terms and how often it has them.</param>
    public void Add(string id, IReadOnlyDictionary<string, double> terms)
    {
        var document = new Document(terms, terms.Values.Sum());
        _documents.Add(id, document);
        _totalLength += document.Length;
        foreach (var (term, frequency) in terms)
        {
            if (!_documentsByTerm.TryGetValue(term, out var documents))
            {
                _documentsByTerm[term] = documents = [];
            }

            documents[id] = frequency;
        }
    }

    /// <summary>Takes a document out.</summary>
    public void Remove(string id)
    {
        if (!_documents.Remove(id, out var document))
        {
            return;
        }

        _totalLength -= document.Length;
        foreach (var term in document.Terms.Keys)
        {
            var documents = _documentsByTerm[term];
            documents.Remove(id);
            if (documents.Count == 0)
            {
                _documentsByTerm.Remove(term);
            }
        }
    }

    /// <summary>Adds the scores of a term to those of documents; where a document has one already the higher stays.</summary>
    /// <param name="term">The term.</param>
    /// <param name="weight">What its scores are multiplied by.</param>
    /// <param name="scores">The scores, by document.</param>
    public void Score(string term, double weight, Dictionary<string, double> scores)
    {
        if (!_documentsByTerm.TryGetValue(term, out var documents))
        {
            return;
        }

        var (idf, averageLength) = (Idf(documents.Count), _totalLength / _documents.Count);
        foreach (var (id, frequency) in documents)
        {
            var norm = K1 * (1 - B + (B * (_documents[id].Length / averageLength)));
            var score = weight * idf * frequency * (K1 + 1) / (frequency + norm);
            scores[id] = Math.Max(score, scores.GetValueOrDefault(id));
        }
    }

    /// <summary>The terms that tell most about a document: those that it has much of and others seldom have.</summary>
    public IReadOnlyList<string> KeyTerms(string id, int count) =>
        _documents.TryGetValue(id, out var document)
            ? [.. document.Terms
                .OrderByDescending(each => each.Value * Idf(_documentsByTerm[each.Key].Count))
                .ThenBy(each => each.Key, StringComparer.Ordinal)
                .Take(count)
                .Select(each => each.Key)]
            : [];

    private double Idf(int documentCount) => Math.Log(1 + ((_documents.Count - documentCount + 0.5) / (documentCount + 0.5)));

    private sealed record Document(IReadOnlyDictionary<string, double> Terms, double Length);
}
