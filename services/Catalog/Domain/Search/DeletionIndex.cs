namespace Platform.Catalog.Domain.Search;

/// <summary>
/// Words to be found by others with up to two typing errors: by symmetric deletion (W. Garbe, SymSpell, 2012). Two words that are near have a text in
/// common that comes of each by deleting a few letters, and only the first letters of words are looked at, so few texts are kept.
/// </summary>
public sealed class DeletionIndex
{
    /// <summary>The most errors.</summary>
    public const int MaxDistance = 2;

    /// <summary>The longest word that is looked for or found, in characters.</summary>
    public const int MaxLength = 64;

    private const int PrefixLength = 7;

    private readonly Dictionary<string, HashSet<string>> _wordsByDeletion = [];

    /// <summary>Adds a word.</summary>
    public void Add(string word)
    {
        if (word.Length > MaxLength)
        {
            return;
        }

        foreach (var deletion in Deletions(word, MaxDistance))
        {
            if (!_wordsByDeletion.TryGetValue(deletion, out var words))
            {
                _wordsByDeletion[deletion] = words = [];
            }

            words.Add(word);
        }
    }

    /// <summary>Takes a word out.</summary>
    public void Remove(string word)
    {
        foreach (var deletion in word.Length > MaxLength ? [] : Deletions(word, MaxDistance))
        {
            if (_wordsByDeletion.TryGetValue(deletion, out var words) && words.Remove(word) && words.Count == 0)
            {
                _wordsByDeletion.Remove(deletion);
            }
        }
    }

    /// <summary>The words that are near, with their distances.</summary>
    /// <param name="word">The word.</param>
    /// <param name="distance">How many errors at most, up to <see cref="MaxDistance"/>.</param>
    public IReadOnlyDictionary<string, int> Find(string word, int distance)
    {
        var found = new Dictionary<string, int>();
        foreach (var deletion in word.Length > MaxLength ? [] : Deletions(word, distance))
        {
            foreach (var candidate in _wordsByDeletion.GetValueOrDefault(deletion, []))
            {
                if (Math.Abs(candidate.Length - word.Length) <= distance && !found.ContainsKey(candidate)
                    && EditDistance.Between(word, candidate) is var errors && errors <= distance)
                {
                    found[candidate] = errors;
                }
            }
        }

        return found;
    }

    private static HashSet<string> Deletions(string word, int distance)
    {
        var prefix = word.Length > PrefixLength ? word[..PrefixLength] : word;
        HashSet<string> all = [prefix], last = [prefix];
        for (var round = 0; round < distance; round++)
        {
            last = [.. last.SelectMany(text => Enumerable.Range(0, text.Length).Select(i => text.Remove(i, 1)))];
            all.UnionWith(last);
        }

        return all;
    }
}
