namespace Platform.Capacity.Formulas;

/// <summary>The functions that formulas know.</summary>
internal static class Functions
{
    /// <summary>Calls <c>ceil(x)</c>, <c>log(x, base)</c>, <c>min(a, b, …)</c> or <c>max(a, b, …)</c>.</summary>
    /// <exception cref="FormulaException">There is no such function, or the arguments don't fit it.</exception>
    public static Quantity Call(string name, IReadOnlyList<Quantity> arguments) => (name, arguments.Count) switch
    {
        ("ceil", 1) => new Quantity(Math.Ceiling(Plain(name, arguments[0]))),
        ("log", 2) => new Quantity(Math.Log(Plain(name, arguments[0])) / Math.Log(Plain(name, arguments[1]))),
        ("min", >= 2) => arguments.Aggregate((least, each) => (each - least).Value < 0 ? each : least),
        ("max", >= 2) => arguments.Aggregate((most, each) => (each - most).Value > 0 ? each : most),
        ("ceil" or "log" or "min" or "max", _) => throw new FormulaException($"{name} does not take {arguments.Count} argument(s)"),
        _ => throw new FormulaException($"there is no function {name}: there are ceil, log, min and max"),
    };

    private static double Plain(string function, Quantity argument) =>
        argument.Dimension == default ? argument.Value : throw new FormulaException($"{function} takes plain numbers, not {argument.Dimension}");
}
