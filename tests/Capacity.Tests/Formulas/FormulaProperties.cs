using System.Globalization;
using FsCheck;
using FsCheck.Fluent;
using Platform.Capacity.Formulas;

namespace Platform.Capacity.Tests.Formulas;

public sealed class FormulaProperties
{
    private static readonly string[] TimeUnits = ["ms", "s", "min", "h", "day", "week", "month", "year"];
    private static readonly string[] DataUnits = ["bit", "B", "KB", "KiB", "MB", "GB", "TiB", "PB"];

    /// <summary>An expression as text, and what it comes to.</summary>
    private static readonly Gen<(string Text, double Value)> Leaf =
        Gen.Choose(0, 1000).Select(number => (number.ToString(CultureInfo.InvariantCulture), (double)number));

    [Fact]
    public void Compute_AnyExpression_GivesWhatItComesTo() =>
        Prop.ForAll(Expression(4).ToArbitrary(), each =>
        {
            var expected = each.Value;
            if (double.IsFinite(expected))
            {
                Formula.Compute(each.Text).Quantity.Value.ShouldBe(expected);
            }
            else
            {
                Should.Throw<FormulaException>(() => Formula.Compute(each.Text));
            }
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Compute_AnyUnit_ThereAndBackIsTheSame() =>
        Prop.ForAll(
            (from number in Gen.Choose(1, 1_000_000)
             from units in Gen.OneOf(Pair(TimeUnits), Pair(DataUnits))
             select (number, units.One, units.Other)).ToArbitrary(),
            each =>
            {
                var there = Formula.Compute($"{each.number} {each.One} in {each.Other}");
                var back = there with { Unit = each.One };

                back.Number.ShouldBe(each.number, each.number * 1e-12);
            }).QuickCheckThrowOnFailure();

    [Fact]
    public void Compute_RateTimesTime_IsTheAmount() =>
        Prop.ForAll((from number in Gen.Choose(1, 1_000_000) from unit in Gen.Elements(TimeUnits) select (number, unit)).ToArbitrary(), each =>
            Formula.Compute($"{each.number} GB/{each.unit} * 3 {each.unit} in GB").Number.ShouldBe(each.number * 3d, each.number * 1e-9)).QuickCheckThrowOnFailure();

    [Fact]
    public void Compute_AnyText_ComputesOrSaysWhatIsWrong() =>
        Prop.ForAll(
            Gen.Elements("1", "2.5", "GB", "s", "in", " in ", "(", ")", "+", "-", "*", "/", "^", ",", "%", "max", "ceil(", "$", " ", "x", "é", "\n").ListOf()
                .Select(parts => string.Concat(parts)).ToArbitrary(),
            text =>
            {
                try
                {
                    double.IsFinite(Formula.Compute(text).Number).ShouldBeTrue();
                }
                catch (FormulaException wrong)
                {
                    wrong.Message.ShouldNotBeEmpty();
                }
            }).QuickCheckThrowOnFailure();

    private static Gen<(string One, string Other)> Pair(string[] units) =>
        from one in Gen.Elements(units) from other in Gen.Elements(units) select (one, other);

    private static Gen<(string Text, double Value)> Expression(int depth) => depth == 0
        ? Leaf
        : Gen.OneOf(
            Leaf,
            from left in Expression(depth - 1)
            from sign in Gen.Elements('+', '-', '*', '/')
            from right in Expression(depth - 1)
            select ($"({left.Text} {sign} {right.Text})", Apply(sign, left.Value, right.Value)));

    // A formula has no value when a part of it has none.
    private static double Apply(char sign, double left, double right) => sign switch
    {
        '+' => left + right,
        '-' => left - right,
        '*' => left * right,
        _ => right == 0 ? double.NaN : left / right,
    };
}
