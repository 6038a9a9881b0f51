using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using LocalDapr.Runtime.Errors;

namespace LocalDapr.Runtime.PubSub.Subscriptions;

/// <summary>
/// The part of CEL that routing rules need: <c>event.type == "order" &amp;&amp; (event.data.total > 100 || !has(event.data.test))</c>.
/// There are the comparisons ==, !=, &lt;, &lt;=, &gt;, &gt;= and <c>in [..]</c> of members, strings, numbers and booleans; <c>has</c>; &amp;&amp;, ||, ! and parentheses.
/// A missing member equals nothing.
/// </summary>
internal sealed partial class EventExpression
{
    private readonly string _text;
    private readonly Queue<string> _tokens;

    private EventExpression(string text)
    {
        _text = text;
        _tokens = new Queue<string>(Token().Matches(text).Select(match => match.Value));
        if (string.Concat(_tokens) != Space().Replace(text, match => match.Groups["literal"].Value))
            throw Error();
    }

    /// <exception cref="ConfigurationException">The text is no expression, or uses more of CEL than is supported.</exception>
    public static Predicate<JsonElement> Parse(string text)
    {
        var expression = new EventExpression(text);
        var predicate = expression.Or();
        return expression._tokens.Count == 0 ? predicate : throw expression.Error();
    }

    private Predicate<JsonElement> Or()
    {
        var left = And();
        while (Take("||"))
        {
            var (first, second) = (left, And());
            left = cloudEvent => first(cloudEvent) || second(cloudEvent);
        }

        return left;
    }

    private Predicate<JsonElement> And()
    {
        var left = Not();
        while (Take("&&"))
        {
            var (first, second) = (left, Not());
            left = cloudEvent => first(cloudEvent) && second(cloudEvent);
        }

        return left;
    }

    private Predicate<JsonElement> Not()
    {
        if (Take("!"))
        {
            var negated = Not();
            return cloudEvent => !negated(cloudEvent);
        }

        if (Take("("))
        {
            var inner = Or();
            Require(")");
            return inner;
        }

        if (Take("has"))
        {
            Require("(");
            var member = Operand();
            Require(")");
            return cloudEvent => member(cloudEvent) is not null;
        }

        return Comparison();
    }

    private Predicate<JsonElement> Comparison()
    {
        var left = Operand();
        if (Take("in"))
        {
            var items = List();
            return cloudEvent => left(cloudEvent) is { } value && items.Exists(item => value.Equals(item(cloudEvent)));
        }

        if (!_tokens.TryPeek(out var next) || next is not ("==" or "!=" or "<" or "<=" or ">" or ">="))
            return cloudEvent => left(cloudEvent) is true;
        var sign = _tokens.Dequeue();
        var right = Operand();
        return sign switch
        {
            "==" => cloudEvent => left(cloudEvent) is { } value && value.Equals(right(cloudEvent)),
            "!=" => cloudEvent => left(cloudEvent) is not { } value || !value.Equals(right(cloudEvent)),
            "<" => cloudEvent => Compare(left(cloudEvent), right(cloudEvent)) < 0,
            "<=" => cloudEvent => Compare(left(cloudEvent), right(cloudEvent)) <= 0,
            ">" => cloudEvent => Compare(left(cloudEvent), right(cloudEvent)) > 0,
            _ => cloudEvent => Compare(left(cloudEvent), right(cloudEvent)) >= 0,
        };
    }

    private List<Func<JsonElement, object?>> List()
    {
        var items = new List<Func<JsonElement, object?>>();
        Require("[");
        do
            items.Add(Operand());
        while (Take(","));
        Require("]");
        return items;
    }

    private Func<JsonElement, object?> Operand()
    {
        if (!_tokens.TryDequeue(out var token))
            throw Error();
        if (token[0] is '"' or '\'')
            return Constant(token[1..^1]);
        if (token is "true" or "false")
            return Constant(token is "true");
        if (double.TryParse(token, NumberStyles.Float, CultureInfo.InvariantCulture, out var number))
            return Constant(number);
        if (token != "event")
            throw Error();

        var path = new List<string>();
        while (_tokens.TryPeek(out var next) && next[0] is '.' or '[')
            path.Add(Member());
        return cloudEvent => ValueOf(cloudEvent, path);
    }

    private string Member()
    {
        if (Take("[") && _tokens.TryDequeue(out var name) && name[0] is '"' or '\'' && Take("]"))
            return name[1..^1];
        return _tokens.TryDequeue(out var member) && member is ['.', _, ..] ? member[1..] : throw Error();
    }

    private static Func<JsonElement, object?> Constant(object value) => _ => value;

    private static object? ValueOf(JsonElement element, List<string> path)
    {
        foreach (var name in path)
        {
            if (element.ValueKind != JsonValueKind.Object || !element.TryGetProperty(name, out element))
                return null;
        }

        return element.ValueKind switch
        {
            JsonValueKind.String => element.GetString(),
            JsonValueKind.Number => element.GetDouble(),
            JsonValueKind.True => true,
            JsonValueKind.False => false,
            JsonValueKind.Object or JsonValueKind.Array => element,
            _ => null,
        };
    }

    /// <summary>NaN, which is less, equal and greater than nothing, for values that have no order.</summary>
    private static double Compare(object? left, object? right) => (left, right) switch
    {
        (double a, double b) => a.CompareTo(b),
        (string a, string b) => string.CompareOrdinal(a, b),
        _ => double.NaN,
    };

    private bool Take(string token) => _tokens.TryPeek(out var next) && next == token && _tokens.Dequeue() == token;

    private void Require(string token)
    {
        if (!Take(token))
            throw Error();
    }

    private ConfigurationException Error() =>
        new($"routing rule '{_text}' is not understood: supported are comparisons of event attributes, in, has, &&, ||, ! and parentheses");

    [GeneratedRegex("""
        "[^"]*"|'[^']*'|&&|\|\||==|!=|<=|>=|[<>!()\[\],]|\.[A-Za-z_]\w*|[A-Za-z_]\w*|-?[0-9]+(\.[0-9]+)?
        """, RegexOptions.ExplicitCapture | RegexOptions.IgnorePatternWhitespace, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Token();

    [GeneratedRegex("""(?<literal>"[^"]*"|'[^']*')|\s+""", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Space();
}
