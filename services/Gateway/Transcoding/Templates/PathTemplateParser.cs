using System.Buffers;

namespace Platform.Gateway.Transcoding.Templates;

/// <summary>Recursive descent over the grammar of <see cref="PathTemplate"/>, one method per production.</summary>
internal sealed class PathTemplateParser(string text)
{
    private static readonly SearchValues<char> EndOfLiteral = SearchValues.Create("/:{}=*");

    private readonly List<TemplateSegment> _segments = [];
    private readonly List<TemplateVariable> _variables = [];
    private int _position;

    public PathTemplate Parse()
    {
        Expect('/');
        ParseSegments(insideVariable: false);
        var verb = "";
        if (Accept(':')) verb = ParseLiteral();
        if (_position < text.Length) throw Error("unexpected character");
        CheckMultiIsLast();
        return new PathTemplate(_segments, _variables, verb);
    }

    private void ParseSegments(bool insideVariable)
    {
        do
        {
            ParseSegment(insideVariable);
        }
        while (Accept('/'));
    }

    private void ParseSegment(bool insideVariable)
    {
        if (Accept('*'))
        {
            _segments.Add(new TemplateSegment(Accept('*') ? SegmentKind.Multi : SegmentKind.Single, ""));
        }
        else if (Accept('{'))
        {
            if (insideVariable) throw Error("a variable within a variable");
            ParseVariable();
        }
        else
        {
            _segments.Add(new TemplateSegment(SegmentKind.Literal, ParseLiteral()));
        }
    }

    private void ParseVariable()
    {
        var fieldPath = ParseFieldPath();
        var start = _segments.Count;
        if (Accept('=')) ParseSegments(insideVariable: true);
        else _segments.Add(new TemplateSegment(SegmentKind.Single, ""));
        Expect('}');
        if (_variables.Exists(v => string.Equals(v.FieldPath, fieldPath, StringComparison.Ordinal))) throw Error($"'{fieldPath}' is bound twice");
        var length = _segments.Count - start;
        _variables.Add(new TemplateVariable(fieldPath, start, length, length > 1 || _segments[start].Kind == SegmentKind.Multi));
    }

    private string ParseFieldPath()
    {
        var start = _position;
        do
        {
            if (!char.IsAsciiLetter(Current) && Current != '_') throw Error("a field name was expected");
            while (char.IsAsciiLetterOrDigit(Current) || Current == '_') _position++;
        }
        while (Accept('.'));
        return text[start.._position];
    }

    private string ParseLiteral()
    {
        var rest = text.AsSpan(_position);
        var end = rest.IndexOfAny(EndOfLiteral);
        var literal = end < 0 ? rest : rest[..end];
        if (literal.IsEmpty) throw Error("a segment was expected");
        _position += literal.Length;
        return PercentEncoding.TryDecode(literal, keepSlashes: false, out var decoded) ? decoded : throw Error("a broken percent-escape");
    }

    private void CheckMultiIsLast()
    {
        var first = _segments.FindIndex(s => s.Kind == SegmentKind.Multi);
        if (first >= 0 && first != _segments.Count - 1) throw new FormatException($"'**' must be the last segment of '{text}'.");
    }

    private char Current => _position < text.Length ? text[_position] : '\0';

    private bool Accept(char expected)
    {
        if (_position >= text.Length || text[_position] != expected) return false;
        _position++;
        return true;
    }

    private void Expect(char expected)
    {
        if (!Accept(expected)) throw Error($"'{expected}' was expected");
    }

    private FormatException Error(string what) => new($"Path template '{text}', position {_position}: {what}.");
}
