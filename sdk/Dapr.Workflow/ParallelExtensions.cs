namespace Dapr.Workflow;

/// <summary>Runs many steps of a workflow at a time, but not all at once.</summary>
public static class ParallelExtensions
{
    private const int DefaultConcurrency = 5;

    /// <summary>Runs a task for each input, at most so many at a time.</summary>
    /// <param name="context">The context of the workflow.</param>
    /// <param name="inputs">The inputs.</param>
    /// <param name="taskFactory">Starts the task of an input: an activity, a child workflow or a combination of them.</param>
    /// <param name="maxConcurrency">How many tasks run at a time.</param>
    /// <returns>The results, in the order of the inputs.</returns>
    /// <exception cref="AggregateException">Tasks failed; all others have ended before it is thrown.</exception>
    public static async Task<TResult[]> ProcessInParallelAsync<TInput, TResult>(
        this WorkflowContext context,
        IEnumerable<TInput> inputs,
        Func<TInput, Task<TResult>> taskFactory,
        int maxConcurrency = DefaultConcurrency)
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(inputs);
        ArgumentNullException.ThrowIfNull(taskFactory);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(maxConcurrency);
        var all = inputs.ToList();
        var results = new TResult[all.Count];
        var failures = new List<Exception>();
        var next = 0;
        await Task.WhenAll(Enumerable.Range(0, Math.Min(maxConcurrency, all.Count)).Select(_ => WorkAsync()));
        return failures.Count == 0
            ? results
            : throw new AggregateException($"{failures.Count} of {all.Count} tasks failed", failures);

        // All of this runs in the one thread of the turn.
        async Task WorkAsync()
        {
            while (next < all.Count)
            {
                var index = next++;
                try
                {
                    results[index] = await taskFactory(all[index]);
                }
                catch (Exception failure)
                {
                    failures.Add(failure);
                }
            }
        }
    }
}
