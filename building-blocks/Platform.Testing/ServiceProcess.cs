using System.Diagnostics;

namespace Platform.Testing;

/// <summary>Finds the processes that a platform started, by the process table of Linux.</summary>
public static class ServiceProcess
{
    /// <summary>The child of <paramref name="parent"/> whose command line names <paramref name="program"/>.</summary>
    public static Process Find(int parent, string program) =>
        Children(parent).Single(process => CommandLine(process.Id).Contains(program, StringComparison.Ordinal));

    /// <summary>The processes that <paramref name="parent"/> started.</summary>
    public static IEnumerable<Process> Children(int parent) =>
        Process.GetProcesses().Where(process => ParentOf(process.Id) == parent);

    /// <summary>Resident set size, in bytes.</summary>
    public static long ResidentBytes(int processId)
    {
        var line = File.ReadLines($"/proc/{processId}/status").Single(line => line.StartsWith("VmRSS:", StringComparison.Ordinal));
        return long.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[^2]) * 1024;
    }

    private static string CommandLine(int processId) => Read($"/proc/{processId}/cmdline").Replace('\0', ' ');

    private static int? ParentOf(int processId)
    {
        // The fields after the command, which may hold anything but ends with the last parenthesis: state, parent.
        var stat = Read($"/proc/{processId}/stat");
        return stat.LastIndexOf(')') is var end and > 0 ? int.Parse(stat[(end + 2)..].Split(' ')[1]) : null;
    }

    // A process may end between being listed and being read.
    private static string Read(string path)
    {
        try
        {
            return File.ReadAllText(path);
        }
        catch (IOException)
        {
            return "";
        }
    }
}
