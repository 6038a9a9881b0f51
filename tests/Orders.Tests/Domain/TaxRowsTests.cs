using Platform.Orders.Domain.Pricing;

namespace Platform.Orders.Tests.Domain;

public sealed class TaxRowsTests
{
    [Fact]
    public void Check_OwnTable_IsGood() => TaxTable.Check();

    [Fact]
    public void Parse_GoodRows_GivesRates() =>
        TaxRows.Parse("provinces", "AB 5;QC 14.975\nYT 0").ShouldBe(new Dictionary<string, decimal> { ["AB"] = 0.05m, ["QC"] = 0.14975m, ["YT"] = 0 }, ignoreOrder: true);

    [Theory]
    [InlineData("DE")]
    [InlineData("DE 19 %")]
    [InlineData("DEU 19")]
    [InlineData("de 19")]
    [InlineData("DE  19")]
    [InlineData("DE nineteen")]
    [InlineData("DE -1")]
    [InlineData("DE 190")]
    [InlineData("DE 1,9")]
    [InlineData("DE 19.1234")]
    [InlineData("DE 19;DE 7")]
    public void Parse_BadRow_NamesTableAndRow(string rows) =>
        Should.Throw<FormatException>(() => TaxRows.Parse("countries", "AT 20;" + rows)).Message.ShouldStartWith($"Tax rates of countries: '{rows.Split(';')[^1]}'");

    [Fact]
    public void Parse_SeveralBadRows_NamesAll() =>
        Should.Throw<FormatException>(() => TaxRows.Parse("states", "X 1;CA 7.25;NY 400")).Message.ShouldContain("'X 1' is not a code of two capitals and a rate; 'NY 400'");
}
