namespace Platform.Capacity.Formulas;

/// <summary>A number and what it counts, in seconds, bytes and US dollars.</summary>
internal readonly record struct Quantity(double Value, Dimension Dimension = default)
{
    public static Quantity operator +(Quantity left, Quantity right) => new(left.Value + right.Value, Same(left, right));

    public static Quantity operator -(Quantity left, Quantity right) => new(left.Value - right.Value, Same(left, right));

    public static Quantity operator -(Quantity quantity) => quantity with { Value = -quantity.Value };

    public static Quantity operator *(Quantity left, Quantity right) => new(left.Value * right.Value, left.Dimension * right.Dimension);

    public static Quantity operator /(Quantity left, Quantity right) => new(left.Value / right.Value, left.Dimension / right.Dimension);

    /// <summary>Raises to a power; only a plain number can be raised to one that is not whole.</summary>
    /// <exception cref="FormulaException">The exponent is not a plain number, or not whole where it must be.</exception>
    public Quantity Power(Quantity exponent)
    {
        if (exponent.Dimension != default)
        {
            throw new FormulaException($"an exponent must be a plain number, not {exponent.Dimension}");
        }

        if (Dimension == default)
        {
            return new Quantity(Math.Pow(Value, exponent.Value));
        }

        return exponent.Value == Math.Round(exponent.Value) && Math.Abs(exponent.Value) <= 9
            ? new Quantity(Math.Pow(Value, exponent.Value), Dimension.Power((int)exponent.Value))
            : throw new FormulaException($"{Dimension} can only be raised to a whole power from -9 to 9");
    }

    /// <summary>The dimension of two quantities that are added or compared.</summary>
    /// <exception cref="FormulaException">They count different things.</exception>
    public static Dimension Same(Quantity left, Quantity right) => left.Dimension == right.Dimension
        ? left.Dimension
        : throw new FormulaException($"{left.Dimension} and {right.Dimension} cannot be added or compared");
}
