namespace Platform.Rides.Domain.Fares;

/// <summary>Limits of the surge, in hundredths.</summary>
internal static class Surges
{
    /// <summary>No surge.</summary>
    public const int None = 100;

    /// <summary>The highest.</summary>
    public const int Most = 300;
}
