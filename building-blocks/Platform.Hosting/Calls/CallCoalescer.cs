namespace Platform.Hosting.Calls;

/// <summary>
/// Puts questions together into calls. While calls are under way the next questions gather, and go together: under load the cost of a call is shared by
/// many, and without load nobody waits.
/// </summary>
/// <typeparam name="TQuestion">The questions.</typeparam>
/// <typeparam name="TAnswer">The answers.</typeparam>
/// <param name="maxBatch">The most questions of a call.</param>
/// <param name="maxCalls">The most calls at once. With one call at a time questions are put in the order in which they came.</param>
/// <param name="call">Makes a call: gives an answer for each question, in their order. What it throws, everyone who asked gets.</param>
public sealed class CallCoalescer<TQuestion, TAnswer>(
    int maxBatch, int maxCalls, Func<IReadOnlyList<TQuestion>, Task<IReadOnlyList<TAnswer>>> call)
{
    private readonly Lock _lock = new();
    private readonly Queue<(TQuestion Question, TaskCompletionSource<TAnswer> Answer)> _waiting = new();
    private int _calls;

    /// <summary>Asks a question.</summary>
    public Task<TAnswer> AskAsync(TQuestion question)
    {
        var answer = new TaskCompletionSource<TAnswer>(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_lock)
        {
            _waiting.Enqueue((question, answer));
            if (_calls == maxCalls)
            {
                return answer.Task;
            }

            _calls++;
        }

        _ = CallAllAsync();
        return answer.Task;
    }

    private async Task CallAllAsync()
    {
        // Others wait for this too: it must not end with the call that is being served, which began it.
        CurrentCall.Leave();
        while (Next() is { } batch)
        {
            await CallAsync(batch);
        }
    }

    private List<(TQuestion Question, TaskCompletionSource<TAnswer> Answer)>? Next()
    {
        lock (_lock)
        {
            if (_waiting.Count == 0)
            {
                _calls--;
                return null;
            }

            var batch = new List<(TQuestion Question, TaskCompletionSource<TAnswer> Answer)>(Math.Min(_waiting.Count, maxBatch));
            while (batch.Count < maxBatch && _waiting.TryDequeue(out var next))
            {
                batch.Add(next);
            }

            return batch;
        }
    }

    private async Task CallAsync(List<(TQuestion Question, TaskCompletionSource<TAnswer> Answer)> batch)
    {
        try
        {
            var answers = await call(batch.ConvertAll(asked => asked.Question));
            for (var i = 0; i < batch.Count; i++)
            {
                batch[i].Answer.SetResult(answers[i]);
            }
        }
#pragma warning disable CA1031 // Whatever it is, those who asked get it.
        catch (Exception failure)
#pragma warning restore CA1031
        {
            batch.ForEach(asked => asked.Answer.TrySetException(failure));
        }
    }
}
