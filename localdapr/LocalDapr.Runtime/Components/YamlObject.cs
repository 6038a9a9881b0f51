using System.Globalization;
using LocalDapr.Runtime.Errors;
using YamlDotNet.RepresentationModel;

namespace LocalDapr.Runtime.Components;

/// <summary>A mapping of a YAML file that knows where it stands, so that every complaint names file and line.</summary>
internal sealed class YamlObject(string file, YamlMappingNode node)
{
    public string File => file;

    public string Location => $"{file}:{node.Start.Line}";

    public IEnumerable<string> Keys => node.Children.Keys.Select(key => (key as YamlScalarNode)?.Value ?? "");

    /// <summary>Where a key stands, <c>file:line</c>.</summary>
    public string LocationOf(string key) =>
        $"{file}:{node.Children.Keys.FirstOrDefault(each => (each as YamlScalarNode)?.Value == key)?.Start.Line ?? node.Start.Line}";

    public bool Has(string key) => Find(key) is not null;

    public ConfigurationException Error(string message) => ErrorAt(node, message);

    public ConfigurationException Error(string key, string message) => ErrorAt(Find(key) ?? node, $"{key}: {message}");

    public string RequiredString(string key) =>
        String(key) is { Length: > 0 } value ? value : throw Error($"'{key}' is missing");

    public string? String(string key) => Find(key) switch
    {
        null => null,
        YamlScalarNode scalar => scalar.Value,
        var other => throw ErrorAt(other, $"'{key}' must be a single value"),
    };

    public int? Int32(string key) => String(key) switch
    {
        null => null,
        var text when int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value) => value,
        var text => throw Error(key, $"'{text}' is not a whole number"),
    };

    public bool? Boolean(string key) => String(key) switch
    {
        null => null,
        var text when bool.TryParse(text, out var value) => value,
        var text => throw Error(key, $"'{text}' is neither true nor false"),
    };

    public TimeSpan? Duration(string key) => String(key) switch
    {
        null => null,
        var text when GoDuration.TryParse(text, out var value) => value,
        var text => throw Error(key, $"'{text}' is not a duration such as 500ms, 5s or 1m30s"),
    };

    public YamlObject? Object(string key) => Find(key) switch
    {
        null => null,
        YamlMappingNode mapping => new YamlObject(file, mapping),
        var other => throw ErrorAt(other, $"'{key}' must be a mapping"),
    };

    public YamlObject RequiredObject(string key) => Object(key) ?? throw Error($"'{key}' is missing");

    public IEnumerable<YamlObject> Objects(string key) => Items(key).Select(item => item is YamlMappingNode mapping
        ? new YamlObject(file, mapping)
        : throw ErrorAt(item, $"an item of '{key}' must be a mapping"));

    public IReadOnlyList<string> Strings(string key) => [.. Items(key).Select(item => item is YamlScalarNode scalar
        ? scalar.Value ?? ""
        : throw ErrorAt(item, $"an item of '{key}' must be a single value"))];

    /// <summary>A list of single values, or a single value in which commas separate them.</summary>
    public IReadOnlyList<string> StringList(string key) => Find(key) is YamlScalarNode scalar
        ? (scalar.Value ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
        : Strings(key);

    /// <summary>The values of a mapping of names to single values; empty if absent.</summary>
    public IReadOnlyDictionary<string, string> StringMap(string key) =>
        Object(key) is { } map ? map.Keys.ToDictionary(name => name, name => map.String(name) ?? "") : new Dictionary<string, string>();

    /// <summary>The entries of a mapping of names to mappings; empty if absent.</summary>
    public IEnumerable<(string Name, YamlObject Value)> Entries(string key) =>
        Object(key) is { } map ? map.Keys.Select(name => (name, map.RequiredObject(name))) : [];

    private IEnumerable<YamlNode> Items(string key) => Find(key) switch
    {
        null => [],
        YamlSequenceNode sequence => sequence.Children,
        var other => throw ErrorAt(other, $"'{key}' must be a list"),
    };

    private YamlNode? Find(string key) =>
        node.Children.TryGetValue(new YamlScalarNode(key), out var value) && value is not YamlScalarNode { Value: null or "" or "null" or "~", Style: YamlDotNet.Core.ScalarStyle.Plain }
            ? value
            : null;

    private ConfigurationException ErrorAt(YamlNode where, string message) => new($"{file}:{where.Start.Line}: {message}");
}
