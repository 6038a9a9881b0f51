namespace Platform.Capacity.Formulas;

/// <summary>What a number counts, as powers of second, byte and US dollar; a plain number has none of them.</summary>
internal readonly record struct Dimension(int Seconds, int Bytes, int Dollars)
{
    public static Dimension operator *(Dimension left, Dimension right) =>
        new(left.Seconds + right.Seconds, left.Bytes + right.Bytes, left.Dollars + right.Dollars);

    public static Dimension operator /(Dimension left, Dimension right) =>
        new(left.Seconds - right.Seconds, left.Bytes - right.Bytes, left.Dollars - right.Dollars);

    /// <summary>This dimension, <paramref name="exponent"/> times multiplied with itself.</summary>
    public Dimension Power(int exponent) => new(Seconds * exponent, Bytes * exponent, Dollars * exponent);

    /// <inheritdoc/>
    public override string ToString() =>
        this == default ? "a plain number" : string.Join("·", new[] { Text("s", Seconds), Text("B", Bytes), Text("USD", Dollars) }.OfType<string>());

    private static string? Text(string unit, int power) => power switch
    {
        0 => null,
        1 => unit,
        _ => $"{unit}^{power}",
    };
}
