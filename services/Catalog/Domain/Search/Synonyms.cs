namespace Platform.Catalog.Domain.Search;

/// <summary>Words that mean the same to shoppers.</summary>
public sealed class Synonyms
{
    /// <summary>What the score of a synonym counts beside that of the word itself.</summary>
    public const double Weight = 0.7;

    private readonly Dictionary<string, IReadOnlyList<string>> _byTerm = [];

    /// <summary>Creates synonyms.</summary>
    /// <param name="groups">Groups of words with one meaning, with spaces between, such as <c>tv television</c>. A word is in one group.</param>
    public Synonyms(IEnumerable<string> groups)
    {
        foreach (var group in groups)
        {
            var terms = Analyzer.Words(group).Select(Analyzer.Term).Distinct().ToList();
            foreach (var term in terms)
            {
                _byTerm[term] = [.. terms.Where(other => other != term)];
            }
        }
    }

    /// <summary>What shops need at least.</summary>
    public static IReadOnlyList<string> Usual { get; } =
    [
        "tv television", "laptop notebook", "phone cellphone smartphone telephone", "fridge refrigerator", "earphone earbud headphone headset",
        "couch sofa settee", "cup mug beaker", "bag sack tote", "lamp light lantern", "photo picture", "movie film", "hoover vacuum",
        "stove cooker", "tap faucet", "flashlight torch", "kids children", "xmas christmas", "jewellery jewelry", "colour color", "grey gray",
        "postbag mailbag", "memory ram", "bike bicycle", "car automobile auto", "cellular mobile", "speaker loudspeaker", "camcorder videocamera",
    ];

    /// <summary>The other terms that mean the same.</summary>
    public IReadOnlyList<string> Of(string term) => _byTerm.GetValueOrDefault(term, []);
}
