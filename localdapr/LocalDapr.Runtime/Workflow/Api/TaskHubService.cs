using DurableTask.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using LocalDapr.Runtime.Workflow.Engine;

namespace LocalDapr.Runtime.Workflow.Api;

/// <summary>Management of instances over the durabletask protocol. The other half of the service brings workers their work.</summary>
internal sealed partial class TaskHubService(WorkflowRuntime workflows, Microsoft.Extensions.Hosting.IHostApplicationLifetime lifetime)
    : TaskHubSidecarService.TaskHubSidecarServiceBase
{
    public override Task<Empty> Hello(Empty request, ServerCallContext context) => Task.FromResult(new Empty());

    public override async Task<CreateInstanceResponse> StartInstance(CreateInstanceRequest request, ServerCallContext context)
    {
        var instanceId = request.InstanceId.Length > 0 ? request.InstanceId : Guid.NewGuid().ToString();
        await Instances(context).StartAsync(new StartRequest
        {
            Name = request.Name,
            InstanceId = instanceId,
            Input = request.Input,
            Version = request.Version,
            StartTime = request.ScheduledStartTimestamp?.ToDateTimeOffset(),
            ReusePolicy = request.OrchestrationIdReusePolicy,
            Trace = request.ParentTraceContext ?? WorkflowTrace.Of(context.GetHttpContext()),
            Tags = request.Tags,
        });
        return new CreateInstanceResponse { InstanceId = instanceId };
    }

    public override Task<GetInstanceResponse> GetInstance(GetInstanceRequest request, ServerCallContext context) =>
        Task.FromResult(Response(Instances(context).Find(request.InstanceId, request.GetInputsAndOutputs)));

    public override Task<GetInstanceResponse> WaitForInstanceStart(GetInstanceRequest request, ServerCallContext context) =>
        WaitAsync(request, status => status != OrchestrationStatus.Pending, context);

    public override Task<GetInstanceResponse> WaitForInstanceCompletion(GetInstanceRequest request, ServerCallContext context) =>
        WaitAsync(request, Storage.InstanceRecordExtensions.IsTerminal, context);

    public override async Task<RaiseEventResponse> RaiseEvent(RaiseEventRequest request, ServerCallContext context)
    {
        await Instances(context).RaiseAsync(request.InstanceId, request.Name, request.Input);
        return new RaiseEventResponse();
    }

    public override async Task<TerminateResponse> TerminateInstance(TerminateRequest request, ServerCallContext context)
    {
        await Instances(context).TerminateAsync(request.InstanceId, request.Output, request.Recursive);
        return new TerminateResponse();
    }

    public override async Task<SuspendResponse> SuspendInstance(SuspendRequest request, ServerCallContext context)
    {
        await Instances(context).SuspendAsync(request.InstanceId, request.Reason);
        return new SuspendResponse();
    }

    public override async Task<ResumeResponse> ResumeInstance(ResumeRequest request, ServerCallContext context)
    {
        await Instances(context).ResumeAsync(request.InstanceId, request.Reason);
        return new ResumeResponse();
    }

    public override async Task<PurgeInstancesResponse> PurgeInstances(PurgeInstancesRequest request, ServerCallContext context)
    {
        var purge = workflows.Of(context.GetHttpContext().GetSidecar()).Purge;
        var deleted = request.RequestCase == PurgeInstancesRequest.RequestOneofCase.PurgeInstanceFilter
            ? await purge.PurgeAsync(request.PurgeInstanceFilter)
            : await purge.PurgeAsync(request.InstanceId, request.Recursive, request.Force);
        return new PurgeInstancesResponse { DeletedInstanceCount = deleted, IsComplete = true };
    }

    public override Task<ListInstanceIDsResponse> ListInstanceIDs(ListInstanceIDsRequest request, ServerCallContext context)
    {
        var (instanceIds, next) = Instances(context).List(
            request.HasContinuationToken ? request.ContinuationToken : null,
            request.PageSize > 0 ? (int)Math.Min(request.PageSize, InstanceManager.MaxPageSize) : null);
        var response = new ListInstanceIDsResponse { InstanceIds = { instanceIds } };
        if (next is not null)
        {
            response.ContinuationToken = next;
        }

        return Task.FromResult(response);
    }

    public override Task<GetInstanceHistoryResponse> GetInstanceHistory(GetInstanceHistoryRequest request, ServerCallContext context) =>
        Task.FromResult(new GetInstanceHistoryResponse { Events = { Instances(context).History(request.InstanceId) } });

    private static GetInstanceResponse Response(OrchestrationState? state) => new() { Exists = state is not null, OrchestrationState = state };

    private InstanceManager Instances(ServerCallContext context) => workflows.Of(context.GetHttpContext().GetSidecar()).Instances;

    private async Task<GetInstanceResponse> WaitAsync(
        GetInstanceRequest request, Func<OrchestrationStatus, bool> condition, ServerCallContext context)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(context.CancellationToken, lifetime.ApplicationStopping);
        try
        {
            return Response(await Instances(context).WaitAsync(request.InstanceId, request.GetInputsAndOutputs, condition, stop.Token));
        }
        catch (OperationCanceledException) when (!context.CancellationToken.IsCancellationRequested)
        {
            throw new RpcException(new Status(StatusCode.Unavailable, "the sidecar is stopping"));
        }
    }
}
