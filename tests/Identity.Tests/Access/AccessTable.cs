using Platform.Testing;

namespace Platform.Identity.Tests.Access;

/// <summary>
/// The one table of who may call what: access-matrix.tsv. Whoever adds a public method adds its row, and somebody else reads it. The tests print
/// the rows that they found.
/// </summary>
internal static class AccessTable
{
    /// <summary>The callers, in the order of the columns.</summary>
    public static readonly IReadOnlyList<string> Callers = ["anonymous", "customer", "driver", "courier", "merchant", "admin", "without scope"];

    private static readonly string Path = System.IO.Path.Combine(Repository.Root, "tests", "Identity.Tests", "Access", "access-matrix.tsv");

    /// <summary>The rows as they are in the file: method, what each caller gets, and the statuses of owner and of somebody else.</summary>
    public static IReadOnlyDictionary<string, string[]> Read() => File.ReadAllLines(Path).Skip(1)
        .Where(line => line.Length > 0)
        .Select(line => line.Split('\t'))
        .ToDictionary(cells => cells[0], cells => cells[1..]);
}
