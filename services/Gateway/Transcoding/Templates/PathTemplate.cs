namespace Platform.Gateway.Transcoding.Templates;

internal enum SegmentKind
{
    Literal,

    /// <summary><c>*</c>: exactly one path segment, not empty.</summary>
    Single,

    /// <summary><c>**</c>: zero or more path segments, always last.</summary>
    Multi,
}

/// <summary>One segment of a template; <paramref name="Text"/> is the literal, empty for wildcards.</summary>
internal readonly record struct TemplateSegment(SegmentKind Kind, string Text)
{
    public override string ToString() => Kind switch
    {
        SegmentKind.Single => "*",
        SegmentKind.Multi => "**",
        _ => Text,
    };
}

/// <summary>A variable: the request field it binds and the run of segments that it captures.</summary>
internal sealed record TemplateVariable(string FieldPath, int Start, int Length, bool SpansSegments);

/// <summary>
/// A parsed path template of <c>google.api.http</c>. The grammar is the one that google/api/http.proto documents:
/// <code>
/// Template  = "/" Segments [ Verb ]
/// Segments  = Segment { "/" Segment }
/// Segment   = "*" | "**" | LITERAL | Variable
/// Variable  = "{" FieldPath [ "=" Segments ] "}"
/// FieldPath = IDENT { "." IDENT }
/// Verb      = ":" LITERAL
/// </code>
/// </summary>
internal sealed record PathTemplate(
    IReadOnlyList<TemplateSegment> Segments,
    IReadOnlyList<TemplateVariable> Variables,
    string Verb)
{
    /// <summary>Parses a template.</summary>
    /// <exception cref="FormatException">The text is no template; the message names the position.</exception>
    public static PathTemplate Parse(string text) => new PathTemplateParser(text).Parse();

    /// <summary>The template as it was written.</summary>
    public override string ToString()
    {
        var parts = new List<string>();
        for (var i = 0; i < Segments.Count; i++)
        {
            if (Variables.FirstOrDefault(v => v.Start == i) is not { } variable)
            {
                parts.Add(Segments[i].ToString());
                continue;
            }
            var inner = string.Join('/', Segments.Skip(i).Take(variable.Length));
            parts.Add(string.Equals(inner, "*", StringComparison.Ordinal)
                ? $"{{{variable.FieldPath}}}"
                : $"{{{variable.FieldPath}={inner}}}");
            i += variable.Length - 1;
        }
        return "/" + string.Join('/', parts) + (Verb.Length == 0 ? "" : ":" + Verb);
    }
}
