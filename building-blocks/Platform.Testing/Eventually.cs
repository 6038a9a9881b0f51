namespace Platform.Testing;

/// <summary>Waits for what happens soon, on its condition instead of for a length of time.</summary>
public static class Eventually
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(20);

    /// <summary>How long a condition may take unless the caller says: 30 seconds.</summary>
    public static TimeSpan Patience { get; } = TimeSpan.FromSeconds(30);

    /// <summary>Runs the assertion until it holds. When patience ends, its last failure is thrown.</summary>
    public static Task AssertAsync(Action assertion, TimeSpan? patience = null) =>
        AssertAsync(
            () =>
            {
                assertion();
                return Task.CompletedTask;
            },
            patience);

    /// <inheritdoc cref="AssertAsync(Action, TimeSpan?)" />
    public static async Task AssertAsync(Func<Task> assertion, TimeSpan? patience = null)
    {
        var end = TimeProvider.System.GetUtcNow() + (patience ?? Patience);
        using var timer = new PeriodicTimer(Interval);
        while (true)
        {
            try
            {
                await assertion();
                return;
            }
            catch (Exception) when (TimeProvider.System.GetUtcNow() < end)
            {
                await timer.WaitForNextTickAsync();
            }
        }
    }
}
