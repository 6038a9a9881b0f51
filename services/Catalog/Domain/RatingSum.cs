using System.Text.Json.Serialization;

namespace Platform.Catalog.Domain;

/// <summary>The ratings of a product, as whole numbers: nothing is ever rounded before it is read.</summary>
/// <param name="Sum">All ratings together.</param>
/// <param name="Count">How many there are.</param>
public sealed record RatingSum(long Sum, long Count)
{
    // Five middling ratings: one enthusiast does not beat a hundred.
    private const double PriorCount = 5;
    private const double PriorMean = 3.5;

    /// <summary>No rating.</summary>
    public static RatingSum None { get; } = new(0, 0);

    /// <summary>The mean, 1 to 5; 0 where there is no rating.</summary>
    [JsonIgnore]
    public double Average => Count == 0 ? 0 : (double)Sum / Count;

    /// <summary>The mean with a few average ratings mixed in (a Bayesian mean), by which products are ranked.</summary>
    [JsonIgnore]
    public double Estimate => (Sum + (PriorMean * PriorCount)) / (Count + PriorCount);

    /// <summary>The sum with one rating replaced; 0 stands for none.</summary>
    public RatingSum Replace(int before, int after) =>
        new(Sum - before + after, Count - (before == 0 ? 0 : 1) + (after == 0 ? 0 : 1));
}
