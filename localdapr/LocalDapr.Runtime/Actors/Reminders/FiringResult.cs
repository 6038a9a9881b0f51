namespace LocalDapr.Runtime.Actors.Reminders;

/// <summary>What came of a firing.</summary>
internal enum FiringResult
{
    /// <summary>The actor took it.</summary>
    Taken,

    /// <summary>The actor's app failed.</summary>
    Failed,

    /// <summary>The actor took it, and wants no more.</summary>
    Cancelled,

    /// <summary>Nobody hosts the actor now.</summary>
    Unplaced,
}
