using Dapr.Workflow.Serialization;
using Dapr.Workflow.Worker.Turns;
using DurableTask.Protobuf;
using Grpc.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Dapr.Workflow.Worker;

/// <summary>Does work items, many at a time, and reports their results.</summary>
/// <param name="channel">The way to the engine.</param>
/// <param name="registry">The workflows.</param>
/// <param name="scopes">Makes a scope for each turn.</param>
/// <param name="serializer">Writes and reads payloads.</param>
/// <param name="activities">Runs activities.</param>
/// <param name="options">How much at a time.</param>
/// <param name="results">Delivers results.</param>
/// <param name="loggers">Makes the loggers of the workflows, and hears of what went wrong.</param>
internal sealed partial class WorkItemHandler(
    WorkflowChannel channel,
    WorkflowRegistry registry,
    IServiceScopeFactory scopes,
    IWorkflowSerializer serializer,
    ActivityRunner activities,
    WorkflowRuntimeOptions options,
    ResultSender results,
    ILoggerFactory loggers) : IDisposable
{
    private readonly ILogger _logger = loggers.CreateLogger<WorkItemHandler>();
    private readonly SemaphoreSlim _turnSlots = new(options.MaxConcurrentWorkflows);
    private readonly SemaphoreSlim _activitySlots = new(options.MaxConcurrentActivities);

    /// <summary>Starts work and comes back at once.</summary>
    /// <param name="item">The work.</param>
    /// <param name="stream">The stream that it came on: cancelled if the result can't be delivered.</param>
    public void Start(WorkItem item, CancellationTokenSource stream)
    {
        switch (item.RequestCase)
        {
            case WorkItem.RequestOneofCase.OrchestratorRequest:
                _ = Task.Run(() => RunTurnAsync(item, stream));
                break;
            case WorkItem.RequestOneofCase.ActivityRequest:
                _ = Task.Run(() => RunActivityAsync(item, stream));
                break;
        }
    }

    /// <summary>Waits for the work that was started, and takes no more.</summary>
    public async Task DrainAsync()
    {
        await DrainAsync(_turnSlots, options.MaxConcurrentWorkflows);
        await DrainAsync(_activitySlots, options.MaxConcurrentActivities);
    }

    public void Dispose()
    {
        _turnSlots.Dispose();
        _activitySlots.Dispose();
    }

    private static async Task DrainAsync(SemaphoreSlim slots, int count)
    {
        for (var slot = 0; slot < count; slot++)
        {
            await slots.WaitAsync();
        }
    }

    private async Task RunTurnAsync(WorkItem item, CancellationTokenSource stream)
    {
        await _turnSlots.WaitAsync();
        try
        {
            var request = item.OrchestratorRequest;
            IReadOnlyList<HistoryEvent> past = request.RequiresHistoryStreaming ? await ReadHistoryAsync(request, stream.Token) : request.PastEvents;
            await using var scope = scopes.CreateAsyncScope();
            var response = new Turn(request, past, new WorkflowStarter(registry, scope.ServiceProvider, serializer, loggers)).Run();
            response.CompletionToken = item.CompletionToken;
            await results.SendAsync(response);
        }
        catch (Exception failure)
        {
            await GiveUpAsync(item.OrchestratorRequest.InstanceId, failure, stream);
        }
        finally
        {
            _turnSlots.Release();
        }
    }

    private async Task RunActivityAsync(WorkItem item, CancellationTokenSource stream)
    {
        await _activitySlots.WaitAsync();
        try
        {
            await results.SendAsync(await activities.RunAsync(item.ActivityRequest, item.CompletionToken));
        }
        catch (Exception failure)
        {
            await GiveUpAsync(item.ActivityRequest.OrchestrationInstance?.InstanceId ?? "", failure, stream);
        }
        finally
        {
            _activitySlots.Release();
        }
    }

    private async Task<List<HistoryEvent>> ReadHistoryAsync(OrchestratorRequest request, CancellationToken cancellationToken)
    {
        var events = new List<HistoryEvent>();
        using var call = channel.Client.StreamInstanceHistory(
            new StreamInstanceHistoryRequest
            {
                InstanceId = request.InstanceId,
                ExecutionId = request.ExecutionId,
                ForWorkItemProcessing = true,
            },
            cancellationToken: cancellationToken);
        while (await call.ResponseStream.MoveNext(cancellationToken))
        {
            events.AddRange(call.ResponseStream.Current.Events);
        }

        return events;
    }

    private Task GiveUpAsync(string instanceId, Exception failure, CancellationTokenSource stream)
    {
        LogUndelivered(instanceId, failure is RpcException { Status.Detail: var detail } ? detail : failure.Message);
        try
        {
            return stream.CancelAsync();
        }
        catch (ObjectDisposedException)
        {
            // The stream is gone already.
            return Task.CompletedTask;
        }
    }

    [LoggerMessage(LogLevel.Warning, "Work of workflow instance {InstanceId} has to be done again: {Reason}")]
    private partial void LogUndelivered(string instanceId, string reason);
}
