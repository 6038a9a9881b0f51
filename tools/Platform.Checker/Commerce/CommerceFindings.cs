namespace Platform.Checker.Commerce;

/// <summary>What a check found.</summary>
/// <param name="Orders">How many orders were looked at.</param>
/// <param name="UnderWay">How many were left out, for something was still going on with them.</param>
/// <param name="Skus">How many SKUs were looked at.</param>
/// <param name="Differences">What does not fit, for people.</param>
internal sealed record CommerceFindings(int Orders, int UnderWay, int Skus, IReadOnlyList<string> Differences);
