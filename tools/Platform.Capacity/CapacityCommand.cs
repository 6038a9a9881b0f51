using Platform.Capacity.Model;
using Platform.Capacity.Output;
using Spectre.Console;

namespace Platform.Capacity;

/// <summary>Prints the figures of systems. Ends with 1 when a claim is not what its file says of it, with 2 when a file or an option is wrong.</summary>
internal static class CapacityCommand
{
    private const int NarrowestTable = 160;

    /// <summary>Computes and prints.</summary>
    public static int Run(CapacityOptions options, TextWriter output, TextWriter errors)
    {
        try
        {
            var folder = new CapacityFolder(options.Folder);
            if (options.System is null && !options.All && !options.Costs)
            {
                throw new CapacityException("capacity", $"name a system, or --all: there are {string.Join(", ", folder.Systems)}");
            }

            var systems = options.System is { } system ? [system] : folder.Systems;
            var reports = systems.Select(each => folder.Compute(each, options.Settings)).ToList();
            Print(reports, options, output);
            return Unexpected(reports, errors) ? 1 : 0;
        }
        catch (CapacityException wrong)
        {
            errors.WriteLine(wrong.Message);
            return 2;
        }
    }

    private static void Print(IReadOnlyList<Report> reports, CapacityOptions options, TextWriter output)
    {
        if (options.Json)
        {
            output.WriteLine(JsonOutput.Write(reports));
        }
        else if (options.Costs)
        {
            output.WriteLine(string.Join('\n', CostTable.Lines(reports)));
        }
        else
        {
            var console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(output) });
            console.Profile.Width = Math.Max(console.Profile.Width, NarrowestTable);
            foreach (var report in reports)
            {
                TableOutput.Write(console, report);
            }
        }
    }

    private static bool Unexpected(IEnumerable<Report> reports, TextWriter errors)
    {
        var unexpected = reports.SelectMany(report => report.Claims.Where(claim => !claim.IsAsSaid).Select(claim => (report.System, claim))).ToList();
        foreach (var (system, claim) in unexpected)
        {
            errors.WriteLine($"{system}: the file says '{(claim.SaidToBeWrong ? "wrong" : "right")}' of {claim.What}: {claim.Line}");
        }

        return unexpected.Count > 0;
    }
}
