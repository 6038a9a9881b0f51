using LocalDapr.Runtime.Errors;

namespace LocalDapr.Runtime.Expressions;

/// <summary>
/// An expression of the Common Expression Language (https://github.com/google/cel-spec), as far as Dapr's files need it: literals, lists, members,
/// arithmetic, comparisons, <c>in</c>, &amp;&amp;, ||, !, <c>?:</c>, <c>has</c>, <c>size</c>, conversions by <c>int</c>, <c>double</c> and
/// <c>string</c>, and the string methods <c>startsWith</c>, <c>endsWith</c> and <c>contains</c>.
/// </summary>
/// <remarks>
/// What is an error of evaluation in CEL (a missing member, a number plus a string) is null here: it equals only null, and is neither true nor
/// false.
/// </remarks>
internal sealed class CelExpression
{
    private readonly CelNode _root;

    private CelExpression(CelNode root) => _root = root;

    /// <param name="text">The expression.</param>
    /// <param name="variables">The names that it may use.</param>
    /// <exception cref="ConfigurationException">The text is no expression, uses another name, or more of CEL than is supported.</exception>
    public static CelExpression Parse(string text, params IEnumerable<string> variables) => new(new CelParser(text, variables).Parse());

    /// <summary>Whether the expression is true for these values of its variables.</summary>
    public bool Holds(Func<string, object?> variables) => _root(variables) is true;
}

/// <summary>A compiled part of an expression: gives null, bool, long, double, string, a list or a JSON element.</summary>
internal delegate object? CelNode(Func<string, object?> variables);
