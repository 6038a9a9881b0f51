using DurableTask.Protobuf;
using Google.Protobuf;
using Grpc.Core;
using Microsoft.Extensions.Logging;

namespace Dapr.Workflow.Worker;

/// <summary>
/// Delivers results to the engine: again while it can't be reached, and as a failure if they are too large for it. The calls have no deadline:
/// they end with their connection, and there is no other work for the worker while the engine does not answer.
/// </summary>
/// <param name="channel">The way to the engine.</param>
/// <param name="time">The clock of delays.</param>
/// <param name="logger">Hears of results that the engine refused.</param>
internal sealed partial class ResultSender(WorkflowChannel channel, TimeProvider time, ILogger<ResultSender> logger)
{
    private const int MaxAttempts = 12;
    private const string TooLargeType = "PayloadTooLarge";

    /// <summary>Delivers the result of a turn.</summary>
    /// <exception cref="RpcException">It could not be delivered.</exception>
    public Task SendAsync(OrchestratorResponse response) =>
        SendAsync(response, result => channel.Client.CompleteOrchestratorTaskAsync(result), AsFailure);

    /// <summary>Delivers the result of an activity.</summary>
    /// <exception cref="RpcException">It could not be delivered.</exception>
    public Task SendAsync(ActivityResponse response) =>
        SendAsync(response, result => channel.Client.CompleteActivityTaskAsync(result), AsFailure);

    private async Task SendAsync<TResult>(
        TResult result, Func<TResult, AsyncUnaryCall<CompleteTaskResponse>> call, Func<TResult, TResult> asFailure)
        where TResult : class, IMessage
    {
        var backoff = default(Backoff);
        var failure = default(TResult);
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                await call(failure ?? result);
                return;
            }
            catch (RpcException refusal) when (refusal.StatusCode == StatusCode.ResourceExhausted && failure is null)
            {
                failure = asFailure(result);
            }
            catch (RpcException refusal) when (IsTransient(refusal.StatusCode) && attempt < MaxAttempts)
            {
                await (backoff ??= new Backoff(time)).WaitAsync(CancellationToken.None);
            }
            catch (RpcException refusal) when (IsObsolete(refusal.StatusCode))
            {
                LogRefused(refusal.Status.Detail);
                return;
            }
        }
    }

    private static bool IsTransient(StatusCode code) => code is StatusCode.Unavailable or StatusCode.DeadlineExceeded or StatusCode.Internal;

    // The engine does not wait for the result any more.
    private static bool IsObsolete(StatusCode code) => code is StatusCode.NotFound or StatusCode.FailedPrecondition or StatusCode.Aborted;

    private static OrchestratorResponse AsFailure(OrchestratorResponse response) => new()
    {
        InstanceId = response.InstanceId,
        CompletionToken = response.CompletionToken,
        Actions =
        {
            new OrchestratorAction
            {
                Id = response.Actions.Select(action => action.Id).DefaultIfEmpty(-1).Max() + 1,
                CompleteOrchestration = new CompleteOrchestrationAction
                {
                    OrchestrationStatus = OrchestrationStatus.Failed,
                    FailureDetails = FailureDetails.Permanent(
                        TooLargeType, $"What the workflow decided in one turn has {response.CalculateSize()} bytes: more than the sidecar takes."),
                },
            },
        },
    };

    private static ActivityResponse AsFailure(ActivityResponse response) => new()
    {
        InstanceId = response.InstanceId,
        TaskId = response.TaskId,
        CompletionToken = response.CompletionToken,
        FailureDetails = FailureDetails.Permanent(
            TooLargeType, $"The result of the activity has {response.CalculateSize()} bytes: more than the sidecar takes."),
    };

    [LoggerMessage(LogLevel.Debug, "The engine has no use for a result any more: {Reason}")]
    private partial void LogRefused(string reason);
}
