using System.Globalization;
using System.Net;
using System.Text;
using LocalDapr.Runtime.Hosting;
using LocalDapr.Template;

namespace LocalDapr;

/// <summary>The table of what runs where.</summary>
internal static class ServiceTable
{
    public static string Format(IReadOnlyList<RunApp> apps, LocalDaprHost host, IPAddress address, Func<RunApp, string> logFile)
    {
        var rows = apps
            .Zip(host.Sidecars, (app, sidecar) => (string[])
            [
                app.Name,
                $"{address}:{app.Options.AppPort}",
                $"{sidecar.HttpPort} / {sidecar.GrpcPort}",
                logFile(app),
            ])
            .Prepend(["service", "address", "sidecar HTTP / gRPC", "log"])
            .ToList();
        var widths = Enumerable.Range(0, rows[0].Length).Select(column => rows.Max(row => row[column].Length)).ToList();
        var table = new StringBuilder().AppendLine();
        foreach (var row in rows)
        {
            var cells = row.Select((cell, column) => cell.PadRight(widths[column]));
            table.AppendLine(CultureInfo.InvariantCulture, $"  {string.Join("  ", cells).TrimEnd()}");
        }

        return table.ToString();
    }
}
