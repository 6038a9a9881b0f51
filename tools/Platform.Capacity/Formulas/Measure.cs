using System.Globalization;

namespace Platform.Capacity.Formulas;

/// <summary>A quantity and the unit that people want to read it in, such as <c>TB/day</c>; empty for a plain number.</summary>
internal readonly record struct Measure(Quantity Quantity, string Unit)
{
    /// <summary>The number that stands before the unit.</summary>
    public double Number => Unit.Length == 0 ? Quantity.Value : (Quantity / Formula.ComputeUnit(Unit)).Value;

    /// <summary>Reads a figure as texts give them, such as <c>1.7 billion/day</c>: the unit is what follows the number.</summary>
    /// <exception cref="FormulaException">It is not a number with units.</exception>
    public static Measure Read(string text)
    {
        var unit = text.TrimStart().TrimStart('0', '1', '2', '3', '4', '5', '6', '7', '8', '9', '.').Trim();
        Formula.ComputeUnit(unit);
        return new Measure(Formula.Compute(text).Quantity, unit);
    }

    /// <inheritdoc/>
    public override string ToString()
    {
        var unit = Unit.StartsWith("1/", StringComparison.Ordinal) ? Unit[1..] : Unit;
        return Text(Number) + (unit.Length == 0 || unit[0] is '/' ? "" : " ") + unit;
    }

    /// <summary>Three digits that count, or the whole number.</summary>
    private static string Text(double number) => number.ToString(
        Math.Abs(number) switch
        {
            0 => "0",
            < 0.001 => "0.##e+0",
            < 1 => "0.#####",
            < 10 => "0.##",
            < 100 => "0.#",
            _ => "#,0",
        },
        CultureInfo.InvariantCulture);
}
