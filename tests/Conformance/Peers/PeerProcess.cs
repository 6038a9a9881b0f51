using System.Diagnostics;
using System.Globalization;
using System.Text;

namespace Conformance.Peers;

/// <summary>
/// A process that speaks gRPC with us. A server prints <c>listening PORT</c> when it is ready, a client runs its cases and ends.
/// </summary>
internal sealed class PeerProcess : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly Process _process;
    private readonly StringBuilder _output = new();
    private readonly TaskCompletionSource<int> _port = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private PeerProcess(Process process)
    {
        _process = process;
    }

    /// <summary>What the process printed so far.</summary>
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

    public static PeerProcess Start(string program, IEnumerable<string> arguments)
    {
        var process = new Process
        {
            StartInfo = new ProcessStartInfo(program, arguments)
            {
                UseShellExecute = false,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
                WorkingDirectory = ConformanceFolder.FullPath,
            },
        };
        var peer = new PeerProcess(process);
        process.OutputDataReceived += peer.OnLine;
        process.ErrorDataReceived += peer.OnLine;
        process.Start();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        return peer;
    }

    /// <summary>Waits until the peer says on which port it listens.</summary>
    public async Task<int> WaitForPortAsync()
    {
        var exited = _process.WaitForExitAsync();
        await Task.WhenAny(_port.Task, exited).WaitAsync(Patience);
        return _port.Task.IsCompleted
            ? await _port.Task
            : throw new InvalidOperationException($"The peer ended before it listened:\n{Output}");
    }

    /// <summary>Waits until the process ends and gives its exit code.</summary>
    public async Task<int> WaitForExitAsync()
    {
        using var timeout = new CancellationTokenSource(Patience);
        await _process.WaitForExitAsync(timeout.Token);
        return _process.ExitCode;
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill(entireProcessTree: true);
            await _process.WaitForExitAsync();
        }

        _process.Dispose();
    }

    private void OnLine(object sender, DataReceivedEventArgs e)
    {
        if (e.Data is not { } line)
        {
            return;
        }

        lock (_output)
        {
            _output.AppendLine(line);
        }

        if (line.StartsWith("listening ", StringComparison.Ordinal)
            && int.TryParse(line.AsSpan("listening ".Length), CultureInfo.InvariantCulture, out var port))
        {
            _port.TrySetResult(port);
        }
    }
}
