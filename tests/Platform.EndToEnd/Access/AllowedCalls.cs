using Platform.Testing;
using YamlDotNet.Serialization;

namespace Platform.EndToEnd.Access;

/// <summary>The calls that the chart's table allows.</summary>
internal static class AllowedCalls
{
    private const string File = "charts/platform/access.yaml";

    /// <summary>Reads the table: callee, caller, methods.</summary>
    public static async Task<IReadOnlySet<AppCall>> ReadAsync()
    {
        var text = await System.IO.File.ReadAllTextAsync(Path.Combine(Repository.Root, File));
        var table = new Deserializer().Deserialize<Dictionary<string, Dictionary<string, List<string>>>>(text);
        var calls =
            from callee in table
            from caller in callee.Value
            from method in caller.Value
            select new AppCall(caller.Key, callee.Key, method);
        return calls.ToHashSet();
    }
}
