using System.Globalization;
using System.Text.Json;

namespace LocalDapr.Runtime.Expressions;

/// <summary>The functions and methods of CEL that are supported.</summary>
internal static class CelFunctions
{
    /// <summary>Binds a call to its arguments; null when there is no such function.</summary>
    /// <param name="name">The function.</param>
    /// <param name="arguments">Its arguments; for a method, the target comes first.</param>
    /// <param name="isMethod">Whether it is called as <c>target.name()</c>.</param>
    public static CelNode? Bind(string name, List<CelNode> arguments, bool isMethod) => (name, arguments, isMethod) switch
    {
        ("has", [var member], false) => variables => member(variables) is not null,
        ("size", [var target], _) => variables => SizeOf(target(variables)),
        ("int", [var value], false) => variables => ToInt(value(variables)),
        ("double", [var value], false) => variables => ToDouble(value(variables)),
        ("string", [var value], false) => variables => value(variables) is { } known ? Convert.ToString(known, CultureInfo.InvariantCulture) : null,
        ("startsWith", [var target, var part], true) => OfTexts(target, part, static (text, start) => text.StartsWith(start, StringComparison.Ordinal)),
        ("endsWith", [var target, var part], true) => OfTexts(target, part, static (text, end) => text.EndsWith(end, StringComparison.Ordinal)),
        ("contains", [var target, var part], true) => OfTexts(target, part, static (text, inner) => text.Contains(inner, StringComparison.Ordinal)),
        _ => null,
    };

    private static CelNode OfTexts(CelNode target, CelNode argument, Func<string, string, bool> test) =>
        variables => target(variables) is string text && argument(variables) is string part ? test(text, part) : null;

    private static object? SizeOf(object? value) => value switch
    {
        string text => (long)text.EnumerateRunes().Count(),
        List<object?> list => (long)list.Count,
        JsonElement { ValueKind: JsonValueKind.Array } json => (long)json.GetArrayLength(),
        JsonElement { ValueKind: JsonValueKind.Object } json => (long)json.GetPropertyCount(),
        _ => null,
    };

    private static object? ToInt(object? value) => value switch
    {
        long number => number,
        double number when Math.Abs(number) < long.MaxValue => (long)number,
        string text when long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) => number,
        _ => null,
    };

    private static object? ToDouble(object? value) => value switch
    {
        long number => (double)number,
        double number => number,
        string text when double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) => number,
        _ => null,
    };
}
