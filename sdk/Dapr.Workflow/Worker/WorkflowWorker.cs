using DurableTask.Protobuf;
using Grpc.Core;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Dapr.Workflow.Worker;

/// <summary>Takes work from the engine while the app runs. When the stream of work breaks it opens another one.</summary>
/// <param name="channel">The way to the engine.</param>
/// <param name="handler">Does the work.</param>
/// <param name="options">How much at a time.</param>
/// <param name="time">The clock of the delays.</param>
/// <param name="logger">Hears of broken streams.</param>
internal sealed partial class WorkflowWorker(
    WorkflowChannel channel, WorkItemHandler handler, WorkflowRuntimeOptions options, TimeProvider time, ILogger<WorkflowWorker> logger)
    : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var backoff = new Backoff(time);
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await WorkAsync(backoff, stoppingToken);
                LogStreamEnded();
            }
            catch (Exception) when (stoppingToken.IsCancellationRequested)
            {
                break;
            }
            catch (Exception failure) when (failure is RpcException or OperationCanceledException)
            {
                LogStreamBroken(failure.Message);
            }

            await backoff.WaitAsync(stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        await handler.DrainAsync();
    }

    private async Task WorkAsync(Backoff backoff, CancellationToken stoppingToken)
    {
        // Ends the stream when a result can't be delivered: the engine then gives the work out again.
        using var lifetime = CancellationTokenSource.CreateLinkedTokenSource(stoppingToken);
        var request = new GetWorkItemsRequest
        {
            MaxConcurrentOrchestrationWorkItems = options.MaxConcurrentWorkflows,
            MaxConcurrentActivityWorkItems = options.MaxConcurrentActivities,
            Capabilities = { WorkerCapability.HistoryStreaming },
        };
        using var stream = channel.Client.GetWorkItems(request, cancellationToken: lifetime.Token);
        while (await stream.ResponseStream.MoveNext(lifetime.Token))
        {
            backoff.Reset();
            handler.Start(stream.ResponseStream.Current, lifetime);
        }
    }

    [LoggerMessage(LogLevel.Information, "The stream of workflow work ended; opening another one")]
    private partial void LogStreamEnded();

    [LoggerMessage(LogLevel.Information, "The stream of workflow work broke: {Reason}; opening another one")]
    private partial void LogStreamBroken(string reason);
}
