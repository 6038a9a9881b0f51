using System.Net;
using LocalDapr.Processes;
using LocalDapr.Runtime;
using LocalDapr.Runtime.Errors;
using LocalDapr.Runtime.Hosting;
using LocalDapr.Template;
using Microsoft.Extensions.Logging;

namespace LocalDapr;

/// <summary>Runs a template until it is interrupted: sidecars first, then the apps, then the table and the line <c>ready</c>.</summary>
internal static class RunCommand
{
    private const string PublicUrl = "PUBLIC_URL";

    public static async Task<int> RunAsync(RunSettings settings, CancellationToken stop)
    {
        try
        {
            await RunTemplateAsync(settings, stop);
            return 0;
        }
        catch (Exception failure) when (failure is ConfigurationException or IOException or UnauthorizedAccessException)
        {
            // A line for each thing that is wrong.
            foreach (var line in failure.Message.Split('\n'))
            {
                await Console.Error.WriteLineAsync("localdapr: " + line.TrimEnd());
            }

            return 1;
        }
    }

    private static async Task RunTemplateAsync(RunSettings settings, CancellationToken stop)
    {
        if (!IPAddress.TryParse(settings.Listen, out var address))
        {
            throw new ConfigurationException($"--listen {settings.Listen}: not an IP address");
        }

        var template = RunTemplate.Read(settings.File);
        foreach (var warning in template.Warnings)
        {
            await Console.Error.WriteLineAsync("localdapr: warning: " + warning);
        }

        var apps = Select(template.Apps, settings.Only);
        Ports.RequireFree(apps, address);
        var logs = Directory.CreateDirectory(Path.Combine(settings.DataDirectory, "logs")).FullName;
        var options = new LocalDaprOptions
        {
            DataDirectory = settings.Ephemeral ? null : Path.Combine(settings.DataDirectory, "store"),
            BaseFolder = settings.DataDirectory,
            Address = address,
            ApiToken = Environment.GetEnvironmentVariable("DAPR_API_TOKEN"),
            AppToken = Environment.GetEnvironmentVariable("APP_API_TOKEN"),
        };
        using var telemetry = Telemetry.Start();
        await using var host = await LocalDaprHost.StartAsync(
            options,
            apps.Select(app => app.Options),
            logging => logging
                .AddSimpleConsole(console => console.SingleLine = true)
                // What stands in for what is worth knowing once.
                .AddFilter("LocalDapr.Runtime.Components", LogLevel.Information)
                .AddFilter("LocalDapr.Runtime.Secrets", LogLevel.Information),
            cancellationToken: stop);
        using var reaper = Reaper.Start();
        var running = apps.Zip(host.Sidecars, (app, sidecar) => StartAsync(app, sidecar, options, reaper, logs, stop)).ToList();
        await AnnounceAsync(apps, host, address, logs, stop);
        await Task.WhenAll(running);
    }

    private static List<RunApp> Select(IReadOnlyList<RunApp> apps, IReadOnlyList<string> only)
    {
        if (only.FirstOrDefault(name => apps.All(app => app.AppId != name)) is { } unknown)
        {
            throw new ConfigurationException($"--only {unknown}: no such app; there are {string.Join(", ", apps.Select(app => app.AppId))}");
        }

        return [.. apps.Where(app => only.Count == 0 || only.Contains(app.AppId))];
    }

    private static Task StartAsync(RunApp app, Sidecar sidecar, LocalDaprOptions options, Reaper reaper, string logs, CancellationToken stop)
    {
        var environment = new Dictionary<string, string>
        {
            ["APP_ID"] = app.AppId,
            ["APP_HOST"] = options.Address.ToString(),
            ["APP_PORT"] = app.Options.AppPort.ToString(),
            ["DAPR_HTTP_PORT"] = sidecar.HttpPort.ToString(),
            ["DAPR_GRPC_PORT"] = sidecar.GrpcPort.ToString(),
            ["LOCALDAPR_PARENT_PIPE"] = "1",
            [Reaper.Variable] = reaper.Run,
        };
        if (!IPAddress.IsLoopback(options.Address) || !options.Address.Equals(IPAddress.Loopback))
        {
            environment["DAPR_HTTP_ENDPOINT"] = $"http://{options.Address}:{sidecar.HttpPort}";
            environment["DAPR_GRPC_ENDPOINT"] = $"http://{options.Address}:{sidecar.GrpcPort}";
        }

        return RunAsync(new AppProcess(app, environment, LogFile(logs, app), Console.Out), sidecar, stop);
    }

    /// <summary>Runs an app until it is stopped, or asks its sidecar to shut down.</summary>
    private static async Task RunAsync(AppProcess process, Sidecar sidecar, CancellationToken stop)
    {
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(stop);
        var running = process.RunAsync(ending.Token);
        if (await Task.WhenAny(running, sidecar.ShutdownRequested) == sidecar.ShutdownRequested)
        {
            await Console.Out.WriteLineAsync($"{sidecar.AppId}: asked its sidecar to shut down");
            await ending.CancelAsync();
        }

        await running;
    }

    private static async Task AnnounceAsync(List<RunApp> apps, LocalDaprHost host, IPAddress address, string logs, CancellationToken stop)
    {
        try
        {
            await Task.WhenAll(apps.Select(async app =>
            {
                if (app.Command.Count == 0)
                {
                    await Console.Out.WriteLineAsync($"{app.Name}: its sidecar waits for somebody to start it");
                    return;
                }

                await Readiness.WaitAsync(app.Options, address, stop);
                await Console.Out.WriteLineAsync($"{app.Name}: healthy");
            }));
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            return;
        }

        await Console.Out.WriteLineAsync(ServiceTable.Format(apps, host, address, app => LogFile(logs, app)));
        var url = apps.Select(app => app.Environment.GetValueOrDefault(PublicUrl)).FirstOrDefault(each => each is not null);
        await Console.Out.WriteLineAsync($"ready: {url ?? "all apps are healthy"}");
    }

    private static string LogFile(string logs, RunApp app) => Path.Combine(logs, app.Name + ".log");
}
