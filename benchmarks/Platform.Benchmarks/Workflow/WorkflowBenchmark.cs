using Dapr.Workflow;
using Grpc.Net.Client;
using LocalDapr.Runtime.Hosting;
using LocalDapr.Storage;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Platform.Benchmarks.Grpc;
using Platform.Benchmarks.Harness;
using Platform.Benchmarks.V1;
using Platform.Testing;

namespace Platform.Benchmarks.Workflow;

/// <summary>
/// Workflows through a virtual sidecar and a worker, from the start call to the answer of the wait call, against the same steps by hand. Both
/// keep every step on disk.
/// </summary>
internal static class WorkflowBenchmark
{
    private const string AppId = "bench";
    private const string Activity = "Echo";
    private const int ChainSteps = 5;
    private const int FanOutSteps = 100;
    private const int FanOutCallers = 4;

    public static async Task RunAsync(BenchmarkSettings settings)
    {
        using var data = new TempFolder();
        await using var sidecar = await StartSidecarAsync(data);
        using var worker = await StartWorkerAsync(sidecar[AppId].GrpcPort);
        await using var journal = await KeyValueStore.OpenAsync(new StoreOptions { Directory = data["journal"] });
        await using var server = await EchoServers.StartGrpcAsync();
        using var channel = GrpcChannel.ForAddress(server.Urls.Single());
        var client = worker.Services.GetRequiredService<DaprWorkflowClient>();
        var direct = new DirectSteps(new Echo.EchoClient(channel), journal);

        await new Scenario("workflow of 5")
            .Measure("engine", _ => RunAsync(client, "Chain", ChainSteps))
            .Measure("direct", _ => direct.RunChainAsync(ChainSteps))
            .Compare("workflow-chain", "engine", "direct")
            .RunAsync(settings, Console.Out);
        await new Scenario("workflow of 5, alone")
            .Measure("engine", _ => RunAsync(client, "Chain", ChainSteps))
            .Measure("direct", _ => direct.RunChainAsync(ChainSteps))
            .Compare("workflow-chain-alone", "engine", "direct")
            .RunAsync(settings with { Callers = 1 }, Console.Out);
        await new Scenario("activities")
            .Measure("engine", _ => RunAsync(client, "FanOut", FanOutSteps), FanOutSteps)
            .Measure("direct", _ => direct.RunFanOutAsync(FanOutSteps), FanOutSteps)
            .Compare("workflow-activities", "engine", "direct")
            .RunAsync(settings with { Callers = FanOutCallers }, Console.Out);
        await worker.StopAsync();
    }

    private static async Task RunAsync(DaprWorkflowClient client, string workflow, int steps)
    {
        var id = await client.ScheduleNewWorkflowAsync(workflow, input: steps);
        var state = await client.WaitForWorkflowCompletionAsync(id);
        if (state.ReadOutputAs<int>() != steps)
        {
            throw new InvalidDataException($"The workflow ended as {state.RuntimeStatus}: {state.FailureDetails}");
        }
    }

    private static async Task<LocalDaprHost> StartSidecarAsync(TempFolder data)
    {
        var resources = Directory.CreateDirectory(data["resources"]).FullName;
        await File.WriteAllTextAsync(Path.Combine(resources, "actorstore.yaml"), """
            apiVersion: dapr.io/v1alpha1
            kind: Component
            metadata:
              name: actorstore
            spec:
              type: state.redis
              version: v1
              metadata:
              - name: actorStateStore
                value: "true"
            """);
        var options = new LocalDaprOptions { ResourcesPaths = [resources], DataDirectory = data["sidecar"] };
        return await LocalDaprHost.StartAsync(options, [new AppOptions { AppId = AppId }]);
    }

    private static async Task<IHost> StartWorkerAsync(int port)
    {
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        builder.Configuration.AddInMemoryCollection([new("DAPR_GRPC_PORT", $"{port}")]);
        builder.Services.AddDaprWorkflow(options =>
        {
            options.RegisterWorkflow<int, int>("Chain", async (context, steps) =>
            {
                for (var step = 0; step < steps; step++)
                {
                    await context.CallActivityAsync<int>(Activity, step);
                }

                return steps;
            });
            options.RegisterWorkflow<int, int>("FanOut", async (context, steps) =>
                (await Task.WhenAll(Enumerable.Range(0, steps).Select(step => context.CallActivityAsync<int>(Activity, step)))).Length);
            options.RegisterActivity<int, int>(Activity, (_, step) => Task.FromResult(step));
        });
        var worker = builder.Build();
        await worker.StartAsync();
        return worker;
    }
}
