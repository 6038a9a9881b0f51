using System.Globalization;
using Platform.Capacity.Formulas;

namespace Platform.Capacity.Model;

/// <summary>A figure of a published design, and what its own assumptions come to.</summary>
/// <param name="What">What the figure is.</param>
/// <param name="Source">Where it is published.</param>
/// <param name="Claimed">The published figure.</param>
/// <param name="Computed">What its assumptions come to, in the same unit.</param>
/// <param name="Tolerance">How far they may be apart, as a part of what is computed: rounding is no mistake.</param>
/// <param name="SaidToBeWrong">Whether the file says that the design is wrong here.</param>
/// <param name="Note">What went wrong, or what to know.</param>
internal sealed record Claim(string What, string Source, Measure Claimed, Measure Computed, double Tolerance, bool SaidToBeWrong, string Note)
{
    /// <summary>How far the claim is from what is computed, as a part of it.</summary>
    public double Off => Math.Abs(Claimed.Quantity.Value - Computed.Quantity.Value) / Math.Abs(Computed.Quantity.Value);

    /// <summary>Whether the claim is further off than rounding explains.</summary>
    public bool IsWrong => Off > Tolerance;

    /// <summary>Whether the file says of this claim what is computed.</summary>
    public bool IsAsSaid => IsWrong == SaidToBeWrong;

    /// <summary>The claim in one line.</summary>
    public string Line => IsWrong ? $"claimed {Claimed}, computed {Computed}: off by {Distance}" : $"claimed {Claimed}, computed {Computed}: right";

    private string Distance
    {
        get
        {
            var factor = Claimed.Quantity.Value / Computed.Quantity.Value;
            var times = factor < 1 ? 1 / factor : factor;
            return times >= 2 ? string.Create(CultureInfo.InvariantCulture, $"a factor of {times:#,0.#}") : string.Create(CultureInfo.InvariantCulture, $"{Off * 100:0} %");
        }
    }
}
