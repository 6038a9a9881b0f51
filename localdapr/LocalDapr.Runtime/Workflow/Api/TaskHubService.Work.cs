using DurableTask.Protobuf;
using Grpc.Core;
using LocalDapr.Runtime.Errors;
using LocalDapr.Runtime.Workflow.Dispatch;
using LocalDapr.Runtime.Workflow.Engine;
using LocalDapr.Runtime.Workflow.Storage;

namespace LocalDapr.Runtime.Workflow.Api;

internal sealed partial class TaskHubService
{
    public override async Task GetWorkItems(GetWorkItemsRequest request, IServerStreamWriter<WorkItem> responseStream, ServerCallContext context)
    {
        var app = App(context);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(context.CancellationToken, lifetime.ApplicationStopping);
        try
        {
            await new WorkerStream(app, workflows.Source, request, responseStream).RunAsync(stop.Token);
        }
        catch (Exception failure) when (stop.IsCancellationRequested || failure is IOException)
        {
            // The worker left, or the sidecar stops.
        }
    }

    public override Task<CompleteTaskResponse> CompleteOrchestratorTask(OrchestratorResponse request, ServerCallContext context) =>
        CompleteTurnAsync(request, context);

    public override Task<CompleteTaskResponse> CompleteWorkflowTask(OrchestratorResponse request, ServerCallContext context) =>
        CompleteTurnAsync(request, context);

    public override async Task<CompleteTaskResponse> CompleteActivityTask(ActivityResponse request, ServerCallContext context)
    {
        Require(await workflows.Results.CompleteActivityAsync(App(context), request));
        return new CompleteTaskResponse();
    }

    public override Task<AbandonActivityTaskResponse> AbandonTaskActivityWorkItem(AbandonActivityTaskRequest request, ServerCallContext context)
    {
        Require(WorkResults.AbandonActivity(App(context), request.CompletionToken));
        return Task.FromResult(new AbandonActivityTaskResponse());
    }

    public override Task<AbandonOrchestrationTaskResponse> AbandonTaskOrchestratorWorkItem(
        AbandonOrchestrationTaskRequest request, ServerCallContext context)
    {
        Require(WorkResults.AbandonTurn(App(context), request.CompletionToken));
        return Task.FromResult(new AbandonOrchestrationTaskResponse());
    }

    public override async Task StreamInstanceHistory(
        StreamInstanceHistoryRequest request, IServerStreamWriter<HistoryChunk> responseStream, ServerCallContext context)
    {
        foreach (var chunk in Chunks(History(request, context)))
        {
            await responseStream.WriteAsync(chunk, context.CancellationToken);
        }
    }

    private static IEnumerable<HistoryChunk> Chunks(IEnumerable<HistoryEvent> events)
    {
        var chunk = new HistoryChunk();
        var bytes = 0;
        foreach (var historyEvent in events)
        {
            var size = historyEvent.CalculateSize();
            if (bytes > 0 && bytes + size > WorkflowLimits.PieceBytes)
            {
                yield return chunk;
                chunk = new HistoryChunk();
                bytes = 0;
            }

            chunk.Events.Add(historyEvent);
            bytes += size;
        }

        yield return chunk;
    }

    private static void Require(bool isAwaited)
    {
        if (!isAwaited)
        {
            throw new RpcException(new Status(StatusCode.NotFound, "nobody waits for this result any more"));
        }
    }

    private WorkflowApp App(ServerCallContext context)
    {
        try
        {
            return workflows.Of(context.GetHttpContext().GetSidecar()).App;
        }
        catch (DaprException failure)
        {
            throw failure.ToRpcException();
        }
    }

    private async Task<CompleteTaskResponse> CompleteTurnAsync(OrchestratorResponse response, ServerCallContext context)
    {
        Require(await workflows.Results.CompleteTurnAsync(App(context), response));
        return new CompleteTaskResponse();
    }

    // A worker in the middle of a turn gets the history as the turn began.
    private IEnumerable<HistoryEvent> History(StreamInstanceHistoryRequest request, ServerCallContext context)
    {
        var app = App(context);
        if (request.ForWorkItemProcessing)
        {
            return app.Work.FindTurn(new InstanceKey(app.AppId, request.InstanceId))?.Past
                ?? throw new RpcException(new Status(StatusCode.NotFound, "no worker has a turn of this instance"));
        }

        try
        {
            return Instances(context).History(request.InstanceId);
        }
        catch (DaprException failure)
        {
            throw failure.ToRpcException();
        }
    }
}
