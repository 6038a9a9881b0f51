namespace Platform.Catalog.Domain.Search;

/// <summary>
/// The scores of documents while one query is answered: word by word, of each word the highest score that its synonyms give. Arrays by the numbers of
/// documents, which the next query uses again: what was not touched is not cleared.
/// </summary>
internal sealed class ScoreBoard
{
    private readonly List<int> _documents = [];
    private readonly List<int> _ofWord = [];
    private double[] _scores = [];
    private double[] _wordScores = [];
    private int[] _hits = [];
    private int _words;

    /// <summary>The documents that have a score, each once, in any order.</summary>
    public IReadOnlyList<int> Documents => _documents;

    /// <summary>The score of a document; 0 for none.</summary>
    public double this[int document] => _scores[document];

    /// <summary>Begins a query.</summary>
    /// <param name="limit">Above all numbers of documents.</param>
    public void Start(int limit)
    {
        EndWord();
        KeepOnly(static (_, _) => false);
        _words = 0;
        if (_scores.Length < limit)
        {
            var length = Math.Max(limit, 2 * _scores.Length);
            (_scores, _wordScores, _hits) = (new double[length], new double[length], new int[length]);
        }
    }

    /// <summary>Gives a document a score of the current word; where it has one already the higher stays.</summary>
    /// <param name="document">The document.</param>
    /// <param name="score">The score, above 0.</param>
    public void Raise(int document, double score)
    {
        ref var best = ref _wordScores[document];
        if (best == 0)
        {
            _ofWord.Add(document);
        }

        best = Math.Max(best, score);
    }

    /// <summary>Adds the scores of the current word to those of the words before.</summary>
    public void EndWord()
    {
        foreach (var document in _ofWord)
        {
            if (_hits[document]++ == 0)
            {
                _documents.Add(document);
            }

            _scores[document] += _wordScores[document];
            _wordScores[document] = 0;
        }

        _ofWord.Clear();
        _words++;
    }

    /// <summary>Leaves the documents that have every word, where there are any.</summary>
    public void PreferAllWords()
    {
        if (_documents.Exists(document => _hits[document] == _words))
        {
            KeepOnly(static (hits, words) => hits == words);
        }
    }

    private void KeepOnly(Func<int, int, bool> keep)
    {
        var kept = 0;
        for (var i = 0; i < _documents.Count; i++)
        {
            var document = _documents[i];
            if (keep(_hits[document], _words))
            {
                _documents[kept++] = document;
            }
            else
            {
                (_scores[document], _hits[document]) = (0, 0);
            }
        }

        _documents.RemoveRange(kept, _documents.Count - kept);
    }
}
