using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text;

namespace Platform.Testing;

/// <summary><c>./platform up</c> as a person starts it, on the ports of dapr.yaml.</summary>
public sealed partial class PlatformProcess : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    // What a shell starts in the background ignores Ctrl-C, and so does all that is started from there.
    private static readonly string[] Shell = OperatingSystem.IsLinux() ? ["env", "--default-signal=INT", "bash"] : ["bash"];

    private readonly Process _process;
    private readonly StringBuilder _output = new();
    private readonly TaskCompletionSource _ready = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private PlatformProcess(params IEnumerable<string> arguments)
    {
        _process = new Process
        {
            StartInfo = new ProcessStartInfo(Shell[0], [.. Shell[1..], "platform", "up", "--no-build", .. arguments])
            {
                WorkingDirectory = Repository.Root,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            },
            EnableRaisingEvents = true,
        };
        _process.OutputDataReceived += (_, line) => Append(line.Data);
        _process.ErrorDataReceived += (_, line) => Append(line.Data);
        _process.Exited += (_, _) => _ready.TrySetException(new InvalidOperationException("The platform ended: " + Output));
    }

    /// <summary>The process id; the script hands its process over to localdapr, so this is localdapr's.</summary>
    public int Id => _process.Id;

    /// <summary>Everything printed so far, both streams.</summary>
    public string Output
    {
        get
        {
            lock (_output)
            {
                return _output.ToString();
            }
        }
    }

    /// <summary>Starts the platform and waits for its <c>ready</c> line.</summary>
    public static async Task<PlatformProcess> StartAsync(params IEnumerable<string> arguments)
    {
        var platform = Launch(arguments);
        await platform._ready.Task.WaitAsync(Patience);
        return platform;
    }

    /// <summary>Starts the platform and waits until it ends by itself.</summary>
    public static async Task<(int ExitCode, string Output)> RunToEndAsync(params IEnumerable<string> arguments)
    {
        await using var platform = Launch(arguments);
        return (await platform.WaitForExitAsync(), platform.Output);
    }

    /// <summary>Sends SIGKILL to localdapr: no handler runs, nothing is flushed.</summary>
    public async Task KillAsync()
    {
        _process.Kill();
        await WaitForExitAsync();
    }

    /// <summary>Presses Ctrl-C and waits for the end.</summary>
    public async Task<int> InterruptAsync()
    {
        const int SigInt = 2;
        return SendSignal(_process.Id, SigInt) == 0
            ? await WaitForExitAsync()
            : throw new InvalidOperationException($"No signal reaches the platform: error {Marshal.GetLastPInvokeError()}.");
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            await InterruptAsync();
        }

        _process.Dispose();
    }

    private static PlatformProcess Launch(IEnumerable<string> arguments)
    {
        var platform = new PlatformProcess(arguments);
        platform._process.Start();
        platform._process.BeginOutputReadLine();
        platform._process.BeginErrorReadLine();
        return platform;
    }

    private async Task<int> WaitForExitAsync()
    {
        using var patience = new CancellationTokenSource(Patience);
        await _process.WaitForExitAsync(patience.Token);
        return _process.ExitCode;
    }

    private void Append(string? line)
    {
        if (line is null)
        {
            return;
        }

        lock (_output)
        {
            _output.AppendLine(line);
        }

        if (line.StartsWith("ready: ", StringComparison.Ordinal))
        {
            _ready.TrySetResult();
        }
    }

    [LibraryImport("libc", EntryPoint = "kill", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    private static partial int SendSignal(int processId, int signal);
}
