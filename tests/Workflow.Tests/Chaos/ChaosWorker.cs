using Dapr.Workflow;
using Microsoft.Extensions.Hosting;

namespace Workflow.Tests.Chaos;

/// <summary>
/// The app of the chaos test, a process of its own: a workflow of ten activities, each of which leaves one file, however often it runs. It
/// ends with the localdapr that started it.
/// </summary>
internal static class ChaosWorker
{
    public const string Verb = "chaos-worker";
    public const string Workflow = "TenSteps";
    public const int Steps = 10;

    /// <summary>Has the id of the process that runs now.</summary>
    public const string ProcessFile = "worker.pid";

    public static async Task<int> RunAsync(string folder)
    {
        var effects = Directory.CreateDirectory(Path.Combine(folder, "effects")).FullName;
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        builder.Services.AddDaprWorkflow(options =>
        {
            options.RegisterWorkflow<object?, int>(Workflow, RunStepsAsync);
            options.RegisterActivity<int, int>("Step", (context, step) => StepAsync(effects, context, step));
        });
        using var host = builder.Build();
        await host.StartAsync();
        await File.WriteAllTextAsync(Path.Combine(folder, ProcessFile), $"{Environment.ProcessId}");
        var buffer = new byte[1];
        while (await Console.OpenStandardInput().ReadAsync(buffer) > 0)
        {
            // Whoever started this process holds the other end of the pipe.
        }

        return 0;
    }

    // Five one after another, a timer, five side by side.
    private static async Task<int> RunStepsAsync(WorkflowContext context, object? input)
    {
        var sum = 0;
        for (var step = 0; step < Steps / 2; step++)
        {
            sum += await context.CallActivityAsync<int>("Step", step);
        }

        await context.CreateTimer(TimeSpan.FromMilliseconds(50));
        var rest = Enumerable.Range(Steps / 2, Steps / 2).Select(step => context.CallActivityAsync<int>("Step", step));
        return sum + (await Task.WhenAll(rest)).Sum();
    }

    private static async Task<int> StepAsync(string effects, WorkflowActivityContext context, int step)
    {
        await Task.Delay(10);
        try
        {
            await using var effect = new FileStream(
                Path.Combine(effects, $"{context.InstanceId}.{step}.{context.TaskExecutionKey}"), FileMode.CreateNew);
        }
        catch (IOException)
        {
            // Done before: the process died before its result was kept.
        }

        return step;
    }
}
