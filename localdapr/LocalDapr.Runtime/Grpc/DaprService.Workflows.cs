using Dapr.Proto.Runtime.V1;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using LocalDapr.Runtime.Workflow.Api;

namespace LocalDapr.Runtime.Grpc;

internal sealed partial class DaprService
{
    public override Task<StartWorkflowResponse> StartWorkflowAlpha1(StartWorkflowRequest request, ServerCallContext context) =>
        StartWorkflowBeta1(request, context);

    public override Task<StartWorkflowResponse> StartWorkflowBeta1(StartWorkflowRequest request, ServerCallContext context) =>
        Workflows(context).StartAsync(request, WorkflowTrace.Of(context.GetHttpContext()));

    public override Task<GetWorkflowResponse> GetWorkflowAlpha1(GetWorkflowRequest request, ServerCallContext context) =>
        GetWorkflowBeta1(request, context);

    public override Task<GetWorkflowResponse> GetWorkflowBeta1(GetWorkflowRequest request, ServerCallContext context) =>
        Task.FromResult(Workflows(context).Get(request));

    public override Task<Empty> RaiseEventWorkflowAlpha1(RaiseEventWorkflowRequest request, ServerCallContext context) =>
        RaiseEventWorkflowBeta1(request, context);

    public override Task<Empty> RaiseEventWorkflowBeta1(RaiseEventWorkflowRequest request, ServerCallContext context) =>
        AfterAsync(Workflows(context).RaiseAsync(request));

    public override Task<Empty> PauseWorkflowAlpha1(PauseWorkflowRequest request, ServerCallContext context) => PauseWorkflowBeta1(request, context);

    public override Task<Empty> PauseWorkflowBeta1(PauseWorkflowRequest request, ServerCallContext context) =>
        AfterAsync(Workflows(context).PauseAsync(request));

    public override Task<Empty> ResumeWorkflowAlpha1(ResumeWorkflowRequest request, ServerCallContext context) => ResumeWorkflowBeta1(request, context);

    public override Task<Empty> ResumeWorkflowBeta1(ResumeWorkflowRequest request, ServerCallContext context) =>
        AfterAsync(Workflows(context).ResumeAsync(request));

    public override Task<Empty> TerminateWorkflowAlpha1(TerminateWorkflowRequest request, ServerCallContext context) =>
        TerminateWorkflowBeta1(request, context);

    public override Task<Empty> TerminateWorkflowBeta1(TerminateWorkflowRequest request, ServerCallContext context) =>
        AfterAsync(Workflows(context).TerminateAsync(request));

    public override Task<Empty> PurgeWorkflowAlpha1(PurgeWorkflowRequest request, ServerCallContext context) => PurgeWorkflowBeta1(request, context);

    public override Task<Empty> PurgeWorkflowBeta1(PurgeWorkflowRequest request, ServerCallContext context) =>
        AfterAsync(Workflows(context).PurgeAsync(request));

    private static WorkflowCommands Workflows(ServerCallContext context) =>
        new(Service<WorkflowRuntime>(context).Of(Sidecar(context)));

    private static async Task<Empty> AfterAsync(Task command)
    {
        await command;
        return new Empty();
    }
}
