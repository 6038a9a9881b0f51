using System.Text.RegularExpressions;

namespace Platform.EndToEnd.Access;

/// <summary>The calls that localdapr has seen since it was started.</summary>
internal static partial class SeenCalls
{
    // Any sidecar tells of all apps.
    private static readonly Uri Metrics = new("http://localhost:3501/debug/metrics");

    /// <summary>Asks localdapr.</summary>
    public static async Task<IReadOnlySet<AppCall>> ReadAsync(HttpClient client)
    {
        var text = await client.GetStringAsync(Metrics);
        return Line().Matches(text).Select(match => new AppCall(match.Groups["caller"].Value, match.Groups["callee"].Value, match.Groups["method"].Value)).ToHashSet();
    }

    [GeneratedRegex("""^localdapr_calls_total\{app="(?<caller>[^"]+)",callee="(?<callee>[^"]+)",method="/?(?<method>[^"]+)"\}""", RegexOptions.Multiline, matchTimeoutMilliseconds: 10_000)]
    private static partial Regex Line();
}
