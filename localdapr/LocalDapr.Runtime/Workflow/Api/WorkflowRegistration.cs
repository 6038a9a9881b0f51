using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace LocalDapr.Runtime.Workflow.Api;

/// <summary>Adds the workflow engine to the host.</summary>
internal static class WorkflowRegistration
{
    /// <summary>Most bytes of an answer of a worker: what a turn with many activities takes.</summary>
    private const int MaxAnswerBytes = 64 << 20;

    public static void AddWorkflows(this IServiceCollection services)
    {
        services.AddSingleton<WorkflowRuntime>();
        services.AddSingleton<TaskHubService>();
        services.AddGrpc().AddServiceOptions<TaskHubService>(options => options.MaxReceiveMessageSize = MaxAnswerBytes);
    }

    /// <summary>Maps the APIs, and starts the engine: what was under way goes on.</summary>
    public static void MapWorkflows(this IEndpointRouteBuilder routes)
    {
        routes.ServiceProvider.GetRequiredService<WorkflowRuntime>();
        routes.MapGrpcService<TaskHubService>();
        routes.MapWorkflowApi();
    }
}
