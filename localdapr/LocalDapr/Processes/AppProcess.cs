using System.ComponentModel;
using System.Diagnostics;
using LocalDapr.Template;

namespace LocalDapr.Processes;

/// <summary>Keeps one app running: starts it, writes its output to a log, starts it again when it ends, stops it in the end. An app without a command is somebody else's to start.</summary>
internal sealed class AppProcess(RunApp app, IReadOnlyDictionary<string, string> environment, string logFile, TextWriter console)
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(30);

    // An app that ran this long was well, so its next crash is a first one.
    private static readonly TimeSpan Recovered = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan RestOfOutput = TimeSpan.FromSeconds(1);

    /// <summary>Runs the app until cancelled, then stops it.</summary>
    public async Task RunAsync(CancellationToken stop)
    {
        if (app.Command.Count == 0)
        {
            await Task.Delay(Timeout.InfiniteTimeSpan, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            return;
        }

        var pause = FirstPause;
        while (!stop.IsCancellationRequested)
        {
            var watch = Stopwatch.StartNew();
            var ended = await RunOnceAsync(stop);
            if (stop.IsCancellationRequested)
            {
                return;
            }

            pause = watch.Elapsed > Recovered ? FirstPause : pause;
            await console.WriteLineAsync($"{app.Name}: {ended}; restarts in {pause.TotalSeconds:0.#} s (log: {logFile})");
            await Task.Delay(pause, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            pause = pause * 2 < LongestPause ? pause * 2 : LongestPause;
        }
    }

    private async Task<string> RunOnceAsync(CancellationToken stop)
    {
        using var output = new AppOutput(app, logFile, console);
        using var process = new Process { StartInfo = StartInfo(), EnableRaisingEvents = true };
        var exited = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        process.Exited += (_, _) => exited.TrySetResult();
        process.OutputDataReceived += (_, line) => output.Write(line.Data);
        process.ErrorDataReceived += (_, line) => output.Write(line.Data);
        try
        {
            process.Start();
        }
        catch (Win32Exception failure)
        {
            return $"cannot start {app.Command[0]}: {failure.Message}";
        }

        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        await exited.Task.WaitAsync(stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (stop.IsCancellationRequested)
        {
            await StopAsync(process, exited.Task);
        }

        // To the end of its output; what the app left running may hold that open.
        using var rest = new CancellationTokenSource(RestOfOutput);
        await process.WaitForExitAsync(rest.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return $"ended with exit code {process.ExitCode}";
    }

    private ProcessStartInfo StartInfo()
    {
        var start = new ProcessStartInfo(app.Command[0], app.Command.Skip(1))
        {
            WorkingDirectory = app.Folder,
            // Its end tells the app that localdapr is gone, however it went.
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (name, value) in environment.Concat(app.Environment))
        {
            start.Environment[name] = value;
        }

        return start;
    }

    private async Task StopAsync(Process process, Task exited)
    {
        if (!process.HasExited)
        {
            Signals.Terminate(process.Id);
        }

        await exited.WaitAsync(Grace).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (!process.HasExited)
        {
            process.Kill(entireProcessTree: true);
            await exited;
            await console.WriteLineAsync($"{app.Name}: did not stop within {Grace.TotalSeconds:0} s and was killed");
        }
    }
}
