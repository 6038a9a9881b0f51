using DurableTask.Protobuf;

namespace Dapr.Workflow.Worker.Turns;

/// <summary>
/// The steps whose results the code may wait for. Results are given in the thread of the turn, and what waits for them goes on inside that
/// call, so the code runs in one thread and in the order of the history.
/// </summary>
internal sealed class OpenTasks
{
    private readonly Dictionary<int, TaskCompletionSource<HistoryEvent>> _tasks = [];

    public bool IsEmpty => _tasks.Count == 0;

    /// <summary>Gives the result of a step when it comes.</summary>
    public Task<HistoryEvent> WaitAsync(int id, CancellationToken cancellationToken = default)
    {
        var task = new TaskCompletionSource<HistoryEvent>();
        _tasks.Add(id, task);
        if (cancellationToken.CanBeCanceled)
        {
            cancellationToken.Register(() =>
            {
                if (_tasks.Remove(id))
                {
                    task.SetCanceled(cancellationToken);
                }
            });
        }

        return task.Task;
    }

    /// <summary>Brings the result of a step. One that nobody waits for any more is dropped.</summary>
    public void Complete(int id, HistoryEvent result)
    {
        if (_tasks.Remove(id, out var task))
        {
            task.SetResult(result);
        }
    }
}
