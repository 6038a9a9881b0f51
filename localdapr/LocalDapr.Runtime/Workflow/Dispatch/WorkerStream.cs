using System.Threading.Channels;
using DurableTask.Protobuf;
using Grpc.Core;
using LocalDapr.Runtime.Workflow.Engine;

namespace LocalDapr.Runtime.Workflow.Dispatch;

/// <summary>The stream that brings one worker its work. When it ends, what the worker has not answered goes to others.</summary>
/// <param name="app">The app.</param>
/// <param name="source">Makes work items.</param>
/// <param name="request">What the worker can take.</param>
/// <param name="stream">The stream.</param>
internal sealed class WorkerStream(WorkflowApp app, WorkItemSource source, GetWorkItemsRequest request, IAsyncStreamWriter<WorkItem> stream)
{
    private readonly Permits _turns = new(Limit(request.MaxConcurrentOrchestrationWorkItems));
    private readonly Permits _activities = new(Limit(request.MaxConcurrentActivityWorkItems));

    /// <summary>Whether the worker can ask for a history that does not fit its work item.</summary>
    public bool StreamsHistory { get; } = request.Capabilities.Contains(WorkerCapability.HistoryStreaming);

    /// <summary>Sends work until the worker leaves.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        using var write = new SemaphoreSlim(1);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        app.Work.Join();
        try
        {
            var turns = SendAsync(app.Work.Turns, _turns, app.Work.TurnPermits, key => source.BeginTurn(app, key, this), write, stop.Token);
            var activities = SendAsync(
                app.Work.Activities, _activities, app.Work.ActivityPermits, key => source.BeginActivity(app, key, this), write, stop.Token);
            await Task.WhenAny(turns, activities);
            await stop.CancelAsync();
            await Task.WhenAll(turns, activities);
        }
        finally
        {
            app.Work.Leave(this);
        }
    }

    /// <summary>Says that the worker answered a turn.</summary>
    public void TurnAnswered() => _turns.Release();

    /// <summary>Says that the worker answered an activity.</summary>
    public void ActivityAnswered() => _activities.Release();

    private static int? Limit(int wanted) => wanted > 0 ? wanted : null;

    private async Task SendAsync<TKey>(
        ChannelReader<TKey> queue,
        Permits own,
        Permits shared,
        Func<TKey, WorkItem?> begin,
        SemaphoreSlim write,
        CancellationToken cancellationToken)
    {
        while (true)
        {
            await own.TakeAsync(cancellationToken);
            await shared.TakeAsync(cancellationToken);
            var item = await NextAsync(queue, begin, shared, cancellationToken);
            await write.WaitAsync(cancellationToken);
            try
            {
                await stream.WriteAsync(item, cancellationToken);
            }
            finally
            {
                write.Release();
            }
        }
    }

    // Gives the permit back if the worker leaves before there is work.
    private static async Task<WorkItem> NextAsync<TKey>(
        ChannelReader<TKey> queue, Func<TKey, WorkItem?> begin, Permits shared, CancellationToken cancellationToken)
    {
        try
        {
            while (true)
            {
                if (begin(await queue.ReadAsync(cancellationToken)) is { } item)
                {
                    return item;
                }
            }
        }
        catch
        {
            shared.Release();
            throw;
        }
    }
}
