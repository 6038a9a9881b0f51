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
            .Select(app => (string[])
            [
                app.AppId,
                $"{address}:{app.Options.AppPort}",
                $"{host[app.AppId].HttpPort} / {host[app.AppId].GrpcPort}",
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
