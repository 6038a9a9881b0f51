using Platform.Capacity.Formulas;

namespace Platform.Capacity.Model;

/// <summary>Reads what published designs claim. A claim stands alone: its formula has the design's own figures, not those of the system.</summary>
internal static class ClaimReader
{
    private static readonly Measure Rounding = new(new Quantity(0.05), "%");

    /// <summary>Reads one claim and computes it.</summary>
    /// <exception cref="CapacityException">It is not what a claim is.</exception>
    public static Claim Read(Entry entry)
    {
        entry.OnlyHas("what", "source", "claimed", "formula", "tolerance", "verdict", "note");
        var verdict = entry["verdict"];
        var claimed = Measured(entry["claimed"], Measure.Read);
        var computed = Measured(entry["formula"], Formula.Compute);
        if (claimed.Quantity.Dimension != computed.Quantity.Dimension || computed.Quantity.Value == 0)
        {
            throw entry["formula"].Wrong($"the formula counts {computed.Quantity.Dimension}, the claim {claimed.Quantity.Dimension}");
        }

        return new Claim(
            entry["what"].Text,
            entry["source"].Text,
            claimed,
            computed with { Unit = claimed.Unit },
            (entry.Find("tolerance") is { } tolerance ? Measured(tolerance, Measure.Read) : Rounding).Quantity.Value,
            verdict.Text switch
            {
                "wrong" => true,
                "right" => false,
                _ => throw verdict.Wrong($"verdict must be right or wrong, not '{verdict.Text}'"),
            },
            entry.Find("note")?.Text ?? "");
    }

    private static Measure Measured(Entry entry, Func<string, Measure> read)
    {
        try
        {
            return read(entry.Text);
        }
        catch (FormulaException wrong)
        {
            throw entry.Wrong($"'{entry.Text}': {wrong.Message}");
        }
    }
}
