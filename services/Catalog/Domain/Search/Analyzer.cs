using System.Text;

namespace Platform.Catalog.Domain.Search;

/// <summary>Cuts texts into words, and words into terms by which they are found.</summary>
public static class Analyzer
{
    // Letters of Western and Central European languages and what they are found by.
    private const string Accented = "àáâãäåāăąçćčďèéêëēęěìíîïīłñńňòóôõöøōőŕřśšťùúûüūůűýÿžźż";
    private const string Plain = "aaaaaaaaacccdeeeeeeeiiiiilnnnoooooooorrsstuuuuuuuyyzzz";

    private static readonly HashSet<string> StopWords =
        ["a", "an", "and", "at", "by", "for", "from", "in", "is", "it", "of", "on", "or", "the", "to", "with"];

    /// <summary>The words of a text in lower case and without accents: runs of letters and digits. An apostrophe within a word is left out.</summary>
    public static IEnumerable<string> Words(string text)
    {
        var word = new StringBuilder();
        foreach (var character in text)
        {
            if (char.IsLetterOrDigit(character))
            {
                word.Append(Fold(char.ToLowerInvariant(character)));
            }
            else if (character is not ('\'' or '’') && word.Length > 0)
            {
                yield return word.ToString();
                word.Clear();
            }
        }

        if (word.Length > 0)
        {
            yield return word.ToString();
        }
    }

    /// <summary>The term of a word: its singular, by the S stemmer of D. Harman, How effective is suffixing? (JASIS 42, 1991).</summary>
    public static string Term(string word) => word switch
    {
        { Length: <= 3 } => word,
        _ when word.EndsWith("ies", StringComparison.Ordinal) && word[^4] is not ('e' or 'a') => word[..^3] + "y",
        _ when word.EndsWith("es", StringComparison.Ordinal) && word[^3] is not ('a' or 'e' or 'o') => word[..^1],
        _ when word[^1] == 's' && word[^2] is not ('u' or 's') => word[..^1],
        _ => word,
    };

    /// <summary>The words of a query: without those that are in every text, unless there are no others.</summary>
    public static IReadOnlyList<string> QueryWords(string query)
    {
        var words = Words(query).Distinct().ToList();
        var telling = words.Where(word => !StopWords.Contains(word)).ToList();
        return telling.Count > 0 ? telling : words;
    }

    private static char Fold(char character) => character < 128 ? character
        : Accented.IndexOf(character) is >= 0 and var index ? Plain[index]
        : character;
}
