using System.ComponentModel;
using System.Diagnostics;
using LocalDapr.Template;

namespace LocalDapr.Processes;

/// <summary>Keeps one app running: starts it, writes its output to a log, starts it again when it ends, stops it in the end.</summary>
internal sealed class AppProcess(RunApp app, IReadOnlyDictionary<string, string> environment, string logFile, TextWriter console)
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(30);

    // An app that ran this long was well, so its next crash is a first one.
    private static readonly TimeSpan Recovered = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(20);

    /// <summary>Runs the app until cancelled, then stops it.</summary>
    public async Task RunAsync(CancellationToken stop)
    {
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
        await using var log = new StreamWriter(new FileStream(logFile, FileMode.Append, FileAccess.Write, FileShare.ReadWrite)) { AutoFlush = true };
        using var process = new Process { StartInfo = StartInfo() };
        process.OutputDataReceived += (_, line) => Write(log, line.Data);
        process.ErrorDataReceived += (_, line) => Write(log, line.Data);
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
        await process.WaitForExitAsync(stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (stop.IsCancellationRequested)
        {
            await StopAsync(process);
        }

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

    private async Task StopAsync(Process process)
    {
        Signals.Terminate(process.Id);
        using var grace = new CancellationTokenSource(Grace);
        await process.WaitForExitAsync(grace.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (!process.HasExited)
        {
            process.Kill(entireProcessTree: true);
            await process.WaitForExitAsync(CancellationToken.None);
            await console.WriteLineAsync($"{app.Name}: did not stop within {Grace.TotalSeconds:0} s and was killed");
        }
    }

    private static void Write(StreamWriter log, string? line)
    {
        if (line is not null)
        {
            lock (log)
            {
                log.WriteLine(line);
            }
        }
    }
}
