using Platform.Gateway.Transcoding.Binding;
using Platform.Gateway.Transcoding.Templates;

namespace Platform.Gateway.OpenApi;

/// <summary>One parameter of an OpenAPI path; <paramref name="Field"/> is null for a wildcard that binds nothing of its own.</summary>
internal sealed record PathParameter(string Name, FieldPath? Field, bool IsWholeField, bool SpansSegments);

/// <summary>
/// A path template as OpenAPI can say it, where a parameter is one segment: <c>/v1/{name=links/*}</c> becomes
/// <c>/v1/links/{link}</c>.
/// </summary>
internal sealed class OpenApiPath
{
    private readonly List<PathParameter> _parameters = [];

    public OpenApiPath(HttpBinding binding)
    {
        var template = binding.Template;
        var parts = template.Segments.Select((segment, index) => segment.Kind == SegmentKind.Literal ? segment.Text : $"{{{Add(binding, index)}}}");
        Text = "/" + string.Join('/', parts) + (template.Verb.Length == 0 ? "" : ":" + template.Verb);
    }

    public string Text { get; }

    public IReadOnlyList<PathParameter> Parameters => _parameters;

    private string Add(HttpBinding binding, int index)
    {
        var template = binding.Template;
        var number = template.Variables.ToList().FindIndex(v => index >= v.Start && index < v.Start + v.Length);
        var field = number < 0 ? null : binding.Variables[number];
        var isWhole = field is not null && template.Variables[number].Length == 1;
        var name = isWhole ? field!.JsonName : Singular(index > 0 ? template.Segments[index - 1].Text : "");
        while (_parameters.Exists(p => string.Equals(p.Name, name, StringComparison.Ordinal))) name += "2";
        _parameters.Add(new PathParameter(name, field, isWhole, template.Segments[index].Kind == SegmentKind.Multi));
        return name;
    }

    // Collections are plural nouns (AIP-122); one of them is named by the singular.
    private static string Singular(string collection) => collection switch
    {
        "" => "segment",
        _ when collection.EndsWith("ies", StringComparison.Ordinal) => collection[..^3] + "y",
        _ when collection.EndsWith('s') && !collection.EndsWith("ss", StringComparison.Ordinal) => collection[..^1],
        _ => collection + "Id",
    };
}
