using System.Diagnostics;
using Platform.Testing;

namespace LocalDapr.Tests.Runner;

/// <summary><c>localdapr run</c> as a process, with shell scripts as apps.</summary>
public sealed class RunTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Run_BrokenYaml_EndsWithOneLineThatNamesFileAndLine()
    {
        await WriteTemplateAsync("apps:\n  - appID: [\n");

        var (exitCode, output) = await RunToEndAsync();

        exitCode.ShouldBe(1);
        output.Trim().Split('\n').ShouldHaveSingleItem().ShouldContain("dapr.yaml");
    }

    [Fact]
    public async Task Run_NoTemplate_EndsWithOneLine()
    {
        var (exitCode, output) = await RunToEndAsync();

        exitCode.ShouldBe(1);
        output.Trim().Split('\n').ShouldHaveSingleItem().ShouldContain("no such file");
    }

    [Fact]
    public async Task Run_UnknownOnly_NamesTheAppsThatThereAre()
    {
        await WriteTemplateAsync(Template("sleep 60"));

        var (exitCode, output) = await RunToEndAsync("--only", "nobody");

        exitCode.ShouldBe(1);
        output.ShouldContain("there are worker");
    }

    [Fact]
    public async Task Run_AppCrashes_StartsItAgainAndSaysSo()
    {
        await WriteTemplateAsync(Template("echo started $APP_ID on $DAPR_GRPC_PORT; exit 3"));
        using var process = Start();

        await Eventually.AssertAsync(() => Log().Split("started worker on").Length.ShouldBeGreaterThan(3));

        process.Kill();
        (await process.StandardOutput.ReadToEndAsync()).ShouldContain("worker: ended with exit code 3; restarts in");
    }

    [Fact]
    public async Task Run_Terminated_StopsTheAppsAndEndsWithZero()
    {
        await WriteTemplateAsync(Template("trap 'echo stopped; exit 0' TERM; echo started; while true; do sleep 0.05; done"));
        using var process = Start();
        await Eventually.AssertAsync(() => Log().ShouldContain("started"));

        using var kill = Process.Start("kill", ["-TERM", process.Id.ToString()]);
        await process.WaitForExitAsync().WaitAsync(Eventually.Patience);

        process.ExitCode.ShouldBe(0);
        Log().ShouldContain("stopped");
        (await process.StandardOutput.ReadToEndAsync()).ShouldNotContain("was killed");
    }

    [Fact]
    public async Task Run_Killed_LeavesNoAppAndNothingThatAnAppStarted()
    {
        Assert.SkipUnless(Directory.Exists("/proc/self"), "needs /proc");
        await WriteTemplateAsync(Template("sleep 1000 & echo pids $$ $! end; exec sleep 1000"));
        using var process = Start();
        await Eventually.AssertAsync(() => Log().ShouldContain("end"));
        var pids = Log().Split(' ', StringSplitOptions.TrimEntries)[1..3];
        pids.ShouldAllBe(pid => Directory.Exists($"/proc/{pid}"));

        process.Kill();

        await Eventually.AssertAsync(() => pids.ShouldAllBe(pid => !IsRunning(pid)));
    }

    [Fact]
    public async Task Run_UnknownProperty_IsAWarning()
    {
        await WriteTemplateAsync(Template("exit") + "\n    apPort: 5\n");
        using var process = Start();

        (await process.StandardError.ReadLineAsync()).ShouldBe($"localdapr: warning: {_folder["dapr.yaml"]}:5: apPort is no property of a run template; it is ignored");
        process.Kill();
    }

    [Fact]
    public async Task Run_AppPrintsAndLeavesAProcessRunning_EndsThatToo()
    {
        Assert.SkipUnless(Directory.Exists("/proc/self"), "needs /proc");
        await WriteTemplateAsync(Template("sleep 1000 & echo pid $! end; trap 'exit 0' TERM; while true; do sleep 0.05; done") + "\n    appLogDestination: console\n");
        using var process = Start();
        var line = await process.StandardOutput.ReadLineAsync();
        while (line?.StartsWith("== APP", StringComparison.Ordinal) is false)
        {
            line = await process.StandardOutput.ReadLineAsync();
        }

        line.ShouldNotBeNull().ShouldStartWith("== APP - worker == pid ");
        using var kill = Process.Start("kill", ["-TERM", process.Id.ToString()]);
        await process.WaitForExitAsync().WaitAsync(Eventually.Patience);
        await Eventually.AssertAsync(() => IsRunning(line.Split(' ')[^2]).ShouldBeFalse());
    }

    [Fact]
    public async Task Run_AppAsksItsSidecarToShutDown_EndsTheAppAndWithTheLastOneTheRun()
    {
        await WriteTemplateAsync(Template("curl -sf -X POST http://127.0.0.1:$DAPR_HTTP_PORT/v1.0/shutdown; exec sleep 1000"));

        var (exitCode, output) = await RunToEndAsync();

        exitCode.ShouldBe(0);
        output.ShouldContain("worker: asked its sidecar to shut down");
    }

    // What nobody waits for stays in the table of processes as a zombie.
    private static bool IsRunning(string pid)
    {
        try
        {
            return !File.ReadAllText($"/proc/{pid}/stat").Contains(") Z ", StringComparison.Ordinal);
        }
        catch (IOException)
        {
            return false;
        }
    }

    private static string Template(string script) =>
        $$"""
        version: 1
        apps:
          - appID: worker
            command: ["bash", "-c", "{{script}}"]
        """;

    private Task WriteTemplateAsync(string text) => File.WriteAllTextAsync(_folder["dapr.yaml"], text);

    private string Log()
    {
        var file = Path.Combine(_folder.Path, "data", "logs", "worker.log");
        return File.Exists(file) ? File.ReadAllText(file) : "";
    }

    private async Task<(int ExitCode, string Output)> RunToEndAsync(params string[] arguments)
    {
        using var process = Start(arguments);
        var output = process.StandardOutput.ReadToEndAsync();
        var errors = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync().WaitAsync(Eventually.Patience);
        return (process.ExitCode, await output + await errors);
    }

    private Process Start(params string[] arguments) => LocalDaprProcess.Start(_folder, arguments);
}
