using Platform.Capacity.Formulas;

namespace Platform.Capacity.Tests.Formulas;

public sealed class FormulaTests
{
    [Theory]
    [InlineData("1 + 2 * 3", "7")]
    [InlineData("(1 + 2) * 3", "9")]
    [InlineData("2 ^ 3 ^ 2", "512")]
    [InlineData("-2 ^ 2", "-4")]
    [InlineData("10 - 4 - 3", "3")]
    [InlineData("100 / 10 / 2", "5")]
    [InlineData("1e3 + 0.5", "1,001")]
    [InlineData("20 % * 50", "10")]
    [InlineData("100 million/day in /s", "1,157/s")]
    [InlineData("100 million/day in 1/s", "1,157/s")]
    [InlineData("1 GB / 8 s in Gbit/s", "1 Gbit/s")]
    [InlineData("1 KiB in B", "1,024 B")]
    [InlineData("12 months in days", "365 days")]
    [InlineData("1 month in h", "730 h")]
    [InlineData("365 billion * 100 B in TB", "36.5 TB")]
    [InlineData("0.25 USD/GB/month * 2 TB in USD/month", "500 USD/month")]
    [InlineData("10 GB ^ 2 / 1 GB in GB", "100 GB")]
    [InlineData("ceil(log(182 billion, 62))", "7")]
    [InlineData("max(1 KB, 2 B, 3 KB) in KB", "3 KB")]
    [InlineData("min(5, 3)", "3")]
    [InlineData("5 billion * 1 TB in million PB", "5 million PB")]
    public void Compute_Formula_GivesItsValue(string formula, string value) => Formula.Compute(formula).ToString().ShouldBe(value);

    [Theory]
    [InlineData("", "ends where a number or a name should be")]
    [InlineData("1 +", "ends where a number or a name should be")]
    [InlineData("* 2", "'*' stands where a number or a name should be")]
    [InlineData("1 2", "'2' is one too many")]
    [InlineData("(1", "')' is missing at the end")]
    [InlineData("2 $ 3", "'$' at character 3 means nothing here")]
    [InlineData("links * 2", "'links' is neither a unit nor defined above")]
    [InlineData("1 GB + 1 s", "B and s cannot be added or compared")]
    [InlineData("max(1 GB, 2)", "a plain number and B cannot be added or compared")]
    [InlineData("1 GB in s", "B and s cannot be added or compared")]
    [InlineData("ceil(1 GB)", "ceil takes plain numbers, not B")]
    [InlineData("ceil(1, 2)", "ceil does not take 2 argument(s)")]
    [InlineData("sqrt(2)", "there is no function sqrt: there are ceil, log, min and max")]
    [InlineData("2 ^ 1 GB", "an exponent must be a plain number, not B")]
    [InlineData("1 GB ^ 0.5", "B can only be raised to a whole power from -9 to 9")]
    [InlineData("7 / (1 / 0)", "has no finite value: it divides by zero or grows too large")]
    [InlineData("1 / 0", "has no finite value: it divides by zero or grows too large")]
    [InlineData("10 ^ 999", "has no finite value: it divides by zero or grows too large")]
    public void Compute_BadFormula_SaysWhatIsWrong(string formula, string problem) =>
        Should.Throw<FormulaException>(() => Formula.Compute(formula)).Message.ShouldBe(problem);

    [Fact]
    public void Compute_NestedTooDeep_Fails() =>
        Should.Throw<FormulaException>(() => Formula.Compute(new string('(', 400) + "1" + new string(')', 400))).Message.ShouldStartWith("nested deeper");

    [Fact]
    public void Compute_TooLong_Fails() =>
        Should.Throw<FormulaException>(() => Formula.Compute("1" + string.Concat(Enumerable.Repeat("+1", 500)))).Message.ShouldStartWith("longer than");

    [Fact]
    public void Compute_Name_TakesItsQuantity() =>
        Formula.Compute("links * 2 in million/s", name => name == "links" ? new Quantity(3e6, new Dimension(-1, 0, 0)) : null).ToString().ShouldBe("6 million/s");

    [Theory]
    [InlineData("1.7 billion/day", "1.7 billion/day")]
    [InlineData("36.5 TB", "36.5 TB")]
    [InlineData("1160/s", "1,160/s")]
    [InlineData("80 %", "80 %")]
    [InlineData("100 million TB", "100 million TB")]
    public void Read_Figure_KeepsItsUnit(string text, string shown) => Measure.Read(text).ToString().ShouldBe(shown);
}
