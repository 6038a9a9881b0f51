namespace LocalDapr.Runtime.Actors.Reminders;

/// <summary>How often a firing that failed is repeated.</summary>
/// <param name="MaxRetries">Repetitions after the first attempt; null for no limit.</param>
/// <param name="Interval">The pause before each repetition.</param>
internal sealed record FailurePolicy(int? MaxRetries, TimeSpan Interval)
{
    /// <summary>Dapr's default: three more attempts, a second apart.</summary>
    public static FailurePolicy Default { get; } = new(3, TimeSpan.FromSeconds(1));

    /// <summary>No repetition.</summary>
    public static FailurePolicy Drop { get; } = new(0, TimeSpan.Zero);
}
