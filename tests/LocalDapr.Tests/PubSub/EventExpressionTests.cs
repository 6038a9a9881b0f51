using System.Text.Json;
using LocalDapr.Runtime.Errors;
using LocalDapr.Runtime.PubSub.Subscriptions;

namespace LocalDapr.Tests.PubSub;

public sealed class EventExpressionTests
{
    private static readonly JsonElement Event =
        JsonDocument.Parse("""{"type":"order.created","data":{"total":12.5,"vip":true,"city":"Rome"}}""").RootElement;

    [Theory]
    [InlineData("""event.type == "order.created" """, true)]
    [InlineData("event.type == 'other'", false)]
    [InlineData("event.type != 'other' && event.data.total > 10", true)]
    [InlineData("event.data.total >= 12.5 && event.data.total <= 12.5", true)]
    [InlineData("event.data.total < 12", false)]
    [InlineData("event.data.city in ['Oslo', 'Rome']", true)]
    [InlineData("event.data[\"city\"] == 'Rome'", true)]
    [InlineData("event.data.vip", true)]
    [InlineData("!event.data.vip || (event.type == 'x')", false)]
    [InlineData("has(event.data.city) && !has(event.data.street)", true)]
    [InlineData("event.data.street == 'x'", false)]
    [InlineData("event.data.street < 3", false)]
    public void Parse_Expression_MatchesAsCelDoes(string expression, bool matches) =>
        EventExpression.Parse(expression)(Event).ShouldBe(matches);

    [Theory]
    [InlineData("")]
    [InlineData("event.type ==")]
    [InlineData("event.type == 'a' event")]
    [InlineData("(event.type == 'a'")]
    [InlineData("event.type.matches('a')")]
    [InlineData("event.type == 'a' & true")]
    [InlineData("other.type == 'a'")]
    public void Parse_OtherText_Throws(string expression) =>
        Should.Throw<ConfigurationException>(() => EventExpression.Parse(expression));
}
