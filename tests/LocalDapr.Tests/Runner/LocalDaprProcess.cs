using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Platform.Testing;

namespace LocalDapr.Tests.Runner;

/// <summary>Starts <c>localdapr run</c> with the template and the data of a folder.</summary>
internal static class LocalDaprProcess
{
    public static Process Start(TempFolder folder, params IEnumerable<string> arguments) => Process.Start(new ProcessStartInfo(
        "dotnet",
        [typeof(RunCommand).Assembly.Location, "run", "-f", folder["dapr.yaml"], "--data-dir", folder["data"], .. arguments])
    {
        RedirectStandardOutput = true,
        RedirectStandardError = true,
    })!;

    /// <summary>Reads output until the line <c>ready</c>, and throws the rest away.</summary>
    public static async Task WaitUntilReadyAsync(Process process)
    {
        string? line;
        do
            line = await process.StandardOutput.ReadLineAsync().WaitAsync(Eventually.Patience) ?? throw new InvalidOperationException(await process.StandardError.ReadToEndAsync());
        while (!line.StartsWith("ready:", StringComparison.Ordinal));
        _ = process.StandardOutput.ReadToEndAsync();
        _ = process.StandardError.ReadToEndAsync();
    }

    /// <summary>Ports that nobody listens on, all different.</summary>
    public static int[] FreePorts(int count)
    {
        var listeners = Enumerable.Range(0, count).Select(_ => new TcpListener(IPAddress.Loopback, 0)).ToList();
        listeners.ForEach(listener => listener.Start());
        var ports = listeners.Select(listener => ((IPEndPoint)listener.LocalEndpoint).Port).ToArray();
        listeners.ForEach(listener => listener.Dispose());
        return ports;
    }
}
