namespace Platform.Drivers.Domain;

/// <summary>What is thought of a driver.</summary>
public sealed record Standing
{
    private const int OffersThatCount = 50;
    private const double Best = 5;

    /// <summary>The sum of all ratings.</summary>
    public long Stars { get; init; }

    /// <summary>How many ratings there are.</summary>
    public int RatingCount { get; init; }

    /// <summary>How many offers were answered, or expired; up to the number that counts.</summary>
    public int AnswerCount { get; init; }

    /// <summary>What share of them was accepted, an exponentially weighted mean over about the last 50.</summary>
    public double AcceptanceRate { get; init; } = 1;

    /// <summary>The mean of the ratings; the best one where there is none yet.</summary>
    public double Rating() => RatingCount == 0 ? Best : (double)Stars / RatingCount;

    /// <summary>It with one more rating.</summary>
    public Standing Rate(int stars) => this with { Stars = Stars + stars, RatingCount = RatingCount + 1 };

    /// <summary>It with one more answer.</summary>
    public Standing Answer(bool isAccepted)
    {
        // The first answers weigh the same, from the fiftieth on each weighs a fiftieth.
        var count = Math.Min(AnswerCount + 1, OffersThatCount);
        return this with { AnswerCount = count, AcceptanceRate = AcceptanceRate + (((isAccepted ? 1 : 0) - AcceptanceRate) / count) };
    }
}
