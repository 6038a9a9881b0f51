using System.Text.RegularExpressions;
using LocalDapr.Runtime.Errors;

namespace LocalDapr.Runtime.Expressions;

/// <summary>The tokens of an expression, to be taken one after the other.</summary>
internal sealed partial class CelTokens
{
    private const int MaxLength = 4096;

    private readonly string _text;
    private readonly Queue<Match> _tokens;

    public CelTokens(string text)
    {
        _text = text;
        if (text.Length > MaxLength)
            throw new ConfigurationException($"an expression has at most {MaxLength} characters");
        _tokens = new Queue<Match>(Token().Matches(text));
        if (_tokens.FirstOrDefault(token => token.Groups["other"].Success) is { } other)
            throw new ConfigurationException($"expression '{_text}': '{other.Value}' is not understood");
        // Spaces are tokens too, so that nothing between two tokens goes unseen.
        _tokens = new Queue<Match>(_tokens.Where(token => !token.Groups["space"].Success));
    }

    public bool IsEmpty => _tokens.Count == 0;

    /// <summary>Whether the next token is this one; then it is taken.</summary>
    public bool Take(string token) => _tokens.TryPeek(out var next) && next.Value == token && _tokens.Dequeue() is not null;

    /// <summary>Takes the next token if it is one of these.</summary>
    public string? TakeAny(params ReadOnlySpan<string> tokens) =>
        _tokens.TryPeek(out var next) && tokens.Contains(next.Value) ? _tokens.Dequeue().Value : null;

    /// <summary>Takes the next token if it is of the kind <c>text</c>, <c>real</c>, <c>whole</c> or <c>name</c>.</summary>
    public string? TakeKind(string kind) =>
        _tokens.TryPeek(out var next) && next.Groups[kind].Success ? _tokens.Dequeue().Value : null;

    public void Require(string token)
    {
        if (!Take(token))
            throw Unexpected($"'{token}'");
    }

    public ConfigurationException Unexpected(string expected) =>
        Error(_tokens.TryPeek(out var next) ? $"{expected} is expected instead of '{next.Value}'" : $"{expected} is expected at its end");

    public ConfigurationException Error(string message) => new($"expression '{_text}': {message}");

    [GeneratedRegex("""
        (?<space>\s+)
        |(?<text>"([^"\\]|\\.)*"|'([^'\\]|\\.)*')
        |(?<real>[0-9]+\.[0-9]+([eE][-+]?[0-9]+)?)
        |(?<whole>[0-9]+)
        |(?<name>[A-Za-z_][A-Za-z_0-9]*)
        |(?<sign>&&|\|\||==|!=|<=|>=|[-+*/%<>!()\[\].,?:])
        |(?<other>.)
        """, RegexOptions.ExplicitCapture | RegexOptions.IgnorePatternWhitespace | RegexOptions.Singleline, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Token();
}
