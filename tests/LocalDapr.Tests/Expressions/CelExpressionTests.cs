using System.Text.Json;
using LocalDapr.Runtime.Errors;
using LocalDapr.Runtime.Expressions;

namespace LocalDapr.Tests.Expressions;

public sealed class CelExpressionTests
{
    private static readonly JsonElement Event = JsonDocument.Parse(
        """{"type":"order.created","data":{"total":12.5,"vip":true,"city":"Rome","tags":["a","b"],"none":null,"n":3}}""").RootElement;

    [Theory]
    [InlineData("""event.type == "order.created" """, true)]
    [InlineData("event.type == 'other'", false)]
    [InlineData("event.type != 'other' && event.data.total > 10", true)]
    [InlineData("event.data.total >= 12.5 && event.data.total <= 12.5", true)]
    [InlineData("event.data.total < 12", false)]
    [InlineData("event.data.total * 2.0 - 5.0 == 20", true)]
    [InlineData("event.data.city in ['Oslo', 'Rome']", true)]
    [InlineData("'b' in event.data.tags && !('c' in event.data.tags)", true)]
    [InlineData("'city' in event.data", true)]
    [InlineData("event.data.tags[1] == 'b'", true)]
    [InlineData("event.data[\"city\"] == 'Rome'", true)]
    [InlineData("event.data.vip", true)]
    [InlineData("event.data.vip ? event.data.n == 3 : false", true)]
    [InlineData("!event.data.vip || (event.type == 'x')", false)]
    [InlineData("has(event.data.city) && !has(event.data.street)", true)]
    [InlineData("event.data.street == 'x'", false)]
    [InlineData("event.data.street < 3", false)]
    [InlineData("event.data.none == null", true)]
    [InlineData("event.type.startsWith('order.') && event.type.endsWith('created') && event.type.contains('r.c')", true)]
    [InlineData("size(event.data.tags) == 2 && event.data.city.size() == 4", true)]
    [InlineData("int(event.data.n) % 2 == 1", true)]
    [InlineData("string(int(event.data.n)) + 'x' == '3x'", true)]
    [InlineData("""event.data.city == "R\u006fme" """, true)]
    [InlineData("event.data.city + 1 == 'Rome1'", false)]
    public void Holds_OverAnEvent_AsCelSays(string expression, bool holds) =>
        CelExpression.Parse(expression, "event").Holds(_ => Event).ShouldBe(holds);

    [Theory]
    [InlineData("1 + 2 * 3 == 7 && (1 + 2) * 3 == 9", true)]
    [InlineData("7 / 2 == 3 && 7 % 2 == 1 && -7 / 2 == -3", true)]
    [InlineData("double(failures) / double(requests) > 0.4", true)]
    [InlineData("failures / requests > 0.4", false)]
    [InlineData("failures / 0 == 0", false)]
    [InlineData("1 == 1.0 && 1 < 1.5 && 2.5 > 2", true)]
    [InlineData("true || failures / 0 == 0", true)]
    [InlineData("- - 5 == 5 && !!true", true)]
    public void Holds_OverNumbers_AsCelSays(string expression, bool holds) =>
        CelExpression.Parse(expression, "failures", "requests").Holds(name => name == "failures" ? 5L : 10L).ShouldBe(holds);

    [Theory]
    [InlineData("", "a value is expected at its end")]
    [InlineData("event.type ==", "a value is expected at its end")]
    [InlineData("event.type == 'a' event", "an operator is expected instead of 'event'")]
    [InlineData("(event.type == 'a'", "')' is expected at its end")]
    [InlineData("event.type.matches('a')", "matches() is not supported")]
    [InlineData("event.type == 'a' & true", "'&' is not understood")]
    [InlineData("event.type == 'a", "''' is not understood")]
    [InlineData("other.type == 'a'", "there is no 'other'; there is event")]
    [InlineData("99999999999999999999 == 1", "99999999999999999999 is too large")]
    public void Parse_OtherText_SaysWhatIsWrong(string expression, string problem) =>
        Should.Throw<ConfigurationException>(() => CelExpression.Parse(expression, "event")).Message.ShouldContain(problem);

    [Theory]
    [InlineData("(", 1000)]
    [InlineData("[", 1000)]
    [InlineData("true?", 800)]
    [InlineData("x", 5000)]
    public void Parse_EndlessText_IsRefused(string part, int times) =>
        Should.Throw<ConfigurationException>(() => CelExpression.Parse(string.Concat(Enumerable.Repeat(part, times))));

    [Fact]
    public void Parse_ManyOperatorsInARow_NestNothing() =>
        CelExpression.Parse(new string('!', 2000) + "true").Holds(_ => null).ShouldBeTrue();
}
