namespace LocalDapr.Runtime.Actors.Reminders;

/// <summary>A reminder on its way to a firing.</summary>
internal sealed class ScheduledReminder(StoredReminder stored)
{
    public (string Keyspace, string Key) Id { get; } = (stored.Keyspace, stored.StoreKey);

    public StoredReminder Stored => stored;

    public Reminder Reminder => stored.Reminder;

    /// <summary>How often this firing was tried again.</summary>
    public int Retries { get; set; }
}
