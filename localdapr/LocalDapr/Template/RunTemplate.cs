using System.Collections.Frozen;
using LocalDapr.Runtime.Components;
using LocalDapr.Runtime.Errors;

namespace LocalDapr.Template;

/// <summary>A Dapr multi-app run template (<c>dapr.yaml</c>), as far as one machine needs it.</summary>
/// <param name="Apps">The apps in the order of the file.</param>
/// <param name="Warnings">What was not understood, a line each with file and line.</param>
internal sealed record RunTemplate(IReadOnlyList<RunApp> Apps, IReadOnlyList<string> Warnings)
{
    /// <summary>Reads a template.</summary>
    /// <exception cref="ConfigurationException">The file is missing or broken.</exception>
    public static RunTemplate Read(string path)
    {
        var document = YamlFile.Read(path) is [var first, ..] ? first : throw new ConfigurationException($"{path}: is empty");
        if (document.Int32("version") is not 1)
        {
            throw document.Error("version", "must be 1");
        }

        var common = document.Object("common");
        var sections = document.Objects("apps").ToList();
        if (sections.Count == 0)
        {
            throw document.Error("apps", "there is none");
        }

        var reader = new AppReader(Path.GetDirectoryName(path)!, common);
        var warnings = WarningsOf(document, TemplateKeys.Root)
            .Concat(common is null ? [] : WarningsOf(common, TemplateKeys.Common))
            .Concat(sections.SelectMany(section => WarningsOf(section, TemplateKeys.App)));
        return new RunTemplate(Number([.. sections.Select(reader.Read)]), [.. warnings]);
    }

    private static IEnumerable<string> WarningsOf(YamlObject section, FrozenSet<string> known) =>
        from key in section.Keys
        where !known.Contains(key)
        let reason = TemplateKeys.Unsupported.Contains(key) ? "is not supported here and has no effect" : "is no property of a run template; it is ignored"
        select $"{section.LocationOf(key)}: {key} {reason}";

    /// <summary>Tells the instances of one app apart.</summary>
    private static List<RunApp> Number(IReadOnlyList<RunApp> apps)
    {
        var counts = new Dictionary<string, int>();
        return [.. apps.Select(app =>
        {
            var number = counts[app.AppId] = counts.GetValueOrDefault(app.AppId) + 1;
            return number == 1 ? app : app with { Name = $"{app.AppId}-{number}" };
        })];
    }
}
