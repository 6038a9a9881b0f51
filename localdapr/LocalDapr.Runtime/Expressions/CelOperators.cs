using System.Text.Json;

namespace LocalDapr.Runtime.Expressions;

/// <summary>What CEL's operators do. Numbers are int (64 bits) or double; the two compare, but do not add up.</summary>
internal static class CelOperators
{
    public static object? Relate(string sign, object? left, object? right) => sign switch
    {
        "==" => AreEqual(left, right),
        "!=" => !AreEqual(left, right),
        "in" => right is List<object?> list ? list.Exists(item => AreEqual(left, item)) : IsKeyOf(right, left),
        "<" => Compare(left, right) < 0,
        "<=" => Compare(left, right) <= 0,
        ">" => Compare(left, right) > 0,
        _ => Compare(left, right) >= 0,
    };

    public static object? Calculate(string sign, object? left, object? right) => (sign, left, right) switch
    {
        ("+", long a, long b) => a + b,
        ("-", long a, long b) => a - b,
        ("*", long a, long b) => a * b,
        ("/", long a, long b) => b is 0 or -1 ? b is 0 ? null : -a : a / b,
        ("%", long a, long b) => b is 0 or -1 ? b is 0 ? null : 0L : a % b,
        ("+", double a, double b) => a + b,
        ("-", double a, double b) => a - b,
        ("*", double a, double b) => a * b,
        ("/", double a, double b) => a / b,
        ("+", string a, string b) => a + b,
        _ => null,
    };

    /// <summary>A member of a JSON object by its name, or an item of a list by its index.</summary>
    public static object? Element(object? target, object? index) => (target, index) switch
    {
        (JsonElement { ValueKind: JsonValueKind.Object } json, string name) => json.TryGetProperty(name, out var value) ? ValueOf(value) : null,
        (JsonElement { ValueKind: JsonValueKind.Array } json, long position) when position >= 0 && position < json.GetArrayLength() => ValueOf(json[(int)position]),
        (List<object?> list, long position) when position >= 0 && position < list.Count => list[(int)position],
        _ => null,
    };

    /// <summary>Numbers of JSON are doubles, as for Dapr.</summary>
    private static object? ValueOf(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.String => element.GetString(),
        JsonValueKind.Number => element.GetDouble(),
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        JsonValueKind.Object or JsonValueKind.Array => element,
        _ => null,
    };

    private static bool AreEqual(object? left, object? right) => (left, right) switch
    {
        (long a, double b) => a == b,
        (double a, long b) => a == b,
        (JsonElement a, JsonElement b) => JsonElement.DeepEquals(a, b),
        _ => Equals(left, right),
    };

    private static bool IsKeyOf(object? right, object? key) => right switch
    {
        JsonElement { ValueKind: JsonValueKind.Object } json => key is string name && json.TryGetProperty(name, out _),
        JsonElement { ValueKind: JsonValueKind.Array } json => json.EnumerateArray().Any(item => AreEqual(key, ValueOf(item))),
        _ => false,
    };

    /// <summary>Null, which is less and greater than nothing, for values that have no order.</summary>
    private static int? Compare(object? left, object? right) => (left, right) switch
    {
        (long a, long b) => a.CompareTo(b),
        (double a, double b) => a.CompareTo(b),
        (long a, double b) => ((double)a).CompareTo(b),
        (double a, long b) => a.CompareTo(b),
        (string a, string b) => string.CompareOrdinal(a, b),
        _ => null,
    };
}
