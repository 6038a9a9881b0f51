using System.Diagnostics;
using System.Globalization;
using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Platform.Benchmarks.Http;

namespace Platform.Benchmarks.Shortener;

/// <summary>
/// The baseline of redirects: a bare Kestrel that answers 302. In a process of its own, as the gateway is, so that both are measured the same way.
/// </summary>
internal sealed class BareRedirect : IDisposable
{
    /// <summary>The command of this program that serves.</summary>
    public const string Command = "bare-redirect";

    private readonly Process _process;

    private BareRedirect(Process process, int port) => (_process, EndPoint) = (process, new IPEndPoint(IPAddress.Loopback, port));

    /// <summary>Where it listens.</summary>
    public IPEndPoint EndPoint { get; }

    /// <summary>Starts the process, and waits until it listens.</summary>
    public static async Task<BareRedirect> StartAsync()
    {
        var process = Process.Start(new ProcessStartInfo("dotnet", [typeof(BareRedirect).Assembly.Location, Command])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        })!;
        var port = await process.StandardOutput.ReadLineAsync() ?? throw new InvalidOperationException("The baseline did not start.");
        return new BareRedirect(process, int.Parse(port, CultureInfo.InvariantCulture));
    }

    /// <summary>What the process does: says its port, and serves until its input ends, as it does when its parent does.</summary>
    public static async Task ServeAsync()
    {
        await using var server = await BenchmarkServer.StartAsync(HttpProtocols.Http1, _ => { }, app => app.Run(Redirect));
        await Console.Out.WriteLineAsync(server.EndPoint().Port.ToString(CultureInfo.InvariantCulture));
        await Console.In.ReadToEndAsync();
    }

    public void Dispose()
    {
        _process.StandardInput.Close();
        _process.WaitForExit();
        _process.Dispose();
    }

    private static Task Redirect(HttpContext context)
    {
        context.Response.StatusCode = StatusCodes.Status302Found;
        context.Response.Headers.Location = RedirectBenchmark.LongUrl;
        context.Response.ContentLength = 0;
        return Task.CompletedTask;
    }
}
