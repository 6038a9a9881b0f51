namespace Dapr.Actors.Runtime;

/// <summary>An actor that has reminders.</summary>
public interface IRemindable
{
    /// <summary>A reminder fired. May run again for the same time when the process or the sidecar dies: make it idempotent.</summary>
    /// <param name="reminderName">Name of the reminder.</param>
    /// <param name="state">What was given when it was registered; empty for nothing.</param>
    /// <param name="dueTime">The due time that it was registered with.</param>
    /// <param name="period">The period that it was registered with; minus one millisecond for none.</param>
    Task ReceiveReminderAsync(string reminderName, byte[] state, TimeSpan dueTime, TimeSpan period);
}
