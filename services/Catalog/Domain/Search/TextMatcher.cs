namespace Platform.Catalog.Domain.Search;

/// <summary>Finds the products that have the words of a query: all of them, or, where none has all, any of them.</summary>
internal sealed class TextMatcher(Postings postings, Vocabulary vocabulary, Synonyms synonyms)
{
    /// <summary>Scores the products that fit.</summary>
    /// <param name="words">The words, at least one.</param>
    /// <param name="scores">Gets the scores: those of before must be gone.</param>
    /// <returns>What was looked for instead; empty where the words had no errors.</returns>
    public string Match(IReadOnlyList<string> words, ScoreBoard scores)
    {
        var meant = words.Select(Mean).ToList();
        foreach (var word in meant)
        {
            Score(word, scores);
        }

        scores.PreferAllWords();
        return meant.SequenceEqual(words) ? "" : string.Join(' ', meant);
    }

    // A word that no product has, nor a synonym of it, is meant to be the nearest one that there is.
    private string Mean(string word)
    {
        var term = Analyzer.Term(word);
        return postings.Contains(term) || synonyms.Of(term).Any(postings.Contains) ? word : vocabulary.Correct(word) ?? word;
    }

    private void Score(string word, ScoreBoard scores)
    {
        var term = Analyzer.Term(word);
        postings.Score(term, weight: 1, scores);
        foreach (var synonym in synonyms.Of(term))
        {
            postings.Score(synonym, Synonyms.Weight, scores);
        }

        scores.EndWord();
    }
}
