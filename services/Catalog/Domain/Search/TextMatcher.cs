namespace Platform.Catalog.Domain.Search;

/// <summary>Finds the products that have the words of a query: all of them, or, where none has all, any of them.</summary>
internal sealed class TextMatcher(Postings postings, Vocabulary vocabulary, Synonyms synonyms)
{
    /// <summary>The scores of the products that fit.</summary>
    public (IReadOnlyDictionary<string, double> Scores, string CorrectedText) Match(IReadOnlyList<string> words)
    {
        var meant = words.Select(Mean).ToList();
        var byWord = meant.Select(ScoresOf).ToList();
        var scores = All(byWord);
        return (scores.Count > 0 ? scores : Any(byWord), meant.SequenceEqual(words) ? "" : string.Join(' ', meant));
    }

    // A word that no product has, nor a synonym of it, is meant to be the nearest one that there is.
    private string Mean(string word)
    {
        var term = Analyzer.Term(word);
        return postings.Contains(term) || synonyms.Of(term).Any(postings.Contains) ? word : vocabulary.Correct(word) ?? word;
    }

    private Dictionary<string, double> ScoresOf(string word)
    {
        var (term, scores) = (Analyzer.Term(word), new Dictionary<string, double>());
        postings.Score(term, weight: 1, scores);
        foreach (var synonym in synonyms.Of(term))
        {
            postings.Score(synonym, Synonyms.Weight, scores);
        }

        return scores;
    }

    private static Dictionary<string, double> All(List<Dictionary<string, double>> byWord)
    {
        var fewest = byWord.MinBy(scores => scores.Count)!;
        var all = new Dictionary<string, double>();
        foreach (var id in fewest.Keys.Where(id => byWord.TrueForAll(scores => scores.ContainsKey(id))))
        {
            all[id] = byWord.Sum(scores => scores[id]);
        }

        return all;
    }

    private static Dictionary<string, double> Any(List<Dictionary<string, double>> byWord)
    {
        var any = new Dictionary<string, double>();
        foreach (var (id, score) in byWord.SelectMany(scores => scores))
        {
            any[id] = any.GetValueOrDefault(id) + score;
        }

        return any;
    }
}
