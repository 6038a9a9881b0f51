using Platform.State.Caching;

namespace Platform.Catalog.Domain.Search;

/// <summary>The words of titles, brands and categories: for suggestions and for what may be meant by a word with typing errors.</summary>
public sealed class Vocabulary
{
    private const int MaxCorrections = 10_000;

    private readonly Dictionary<string, HashSet<int>> _documentsByWord = new(StringComparer.Ordinal);
    private readonly SortedSet<string> _words = new(StringComparer.Ordinal);
    private readonly DeletionIndex _deletions = new();

    // What words were found to mean; empty for nothing. Good until a document changes.
    private SieveCache<string> _corrections = new(MaxCorrections);

    /// <summary>Adds the words of a document.</summary>
    public void Add(int document, IEnumerable<string> words)
    {
        _corrections = new(MaxCorrections);
        foreach (var word in words)
        {
            if (!_documentsByWord.TryGetValue(word, out var documents))
            {
                _documentsByWord[word] = documents = [];
                _words.Add(word);
                _deletions.Add(word);
            }

            documents.Add(document);
        }
    }

    /// <summary>Takes the words of a document out.</summary>
    public void Remove(int document, IEnumerable<string> words)
    {
        _corrections = new(MaxCorrections);
        foreach (var word in words)
        {
            if (_documentsByWord.TryGetValue(word, out var documents) && documents.Remove(document) && documents.Count == 0)
            {
                _documentsByWord.Remove(word);
                _words.Remove(word);
                _deletions.Remove(word);
            }
        }
    }

    /// <summary>The words that begin with a text, with their documents.</summary>
    public IEnumerable<(string Word, IReadOnlySet<int> Documents)> StartingWith(string prefix) =>
        _words.GetViewBetween(prefix, prefix + '\uFFFF').Select(word => (word, (IReadOnlySet<int>)_documentsByWord[word]));

    /// <summary>
    /// What a word with typing errors means: the nearest word, the one that most products have among equals; null where none is near. Short words may
    /// have fewer errors, and numbers none.
    /// </summary>
    public string? Correct(string word)
    {
        if (!_corrections.TryGet(word, out var meant))
        {
            meant = Nearest(word) ?? "";
            _corrections.Set(word, meant);
        }

        return meant.Length > 0 ? meant : null;
    }

    /// <summary>How many typing errors a word may have.</summary>
    public static int ErrorsIn(string word) => word.Length switch
    {
        <= 2 => 0,
        <= 5 => 1,
        _ => DeletionIndex.MaxDistance,
    };

    private string? Nearest(string word) => word.Any(char.IsLetter)
        ? _deletions.Find(word, ErrorsIn(word))
            .OrderBy(each => each.Value)
            .ThenByDescending(each => _documentsByWord[each.Key].Count)
            .ThenBy(each => each.Key, StringComparer.Ordinal)
            .Select(each => each.Key)
            .FirstOrDefault()
        : null;
}
