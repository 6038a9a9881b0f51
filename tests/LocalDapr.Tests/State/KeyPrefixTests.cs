using LocalDapr.Runtime.Components;
using LocalDapr.Runtime.Errors;
using LocalDapr.Runtime.State;

namespace LocalDapr.Tests.State;

public sealed class KeyPrefixTests
{
    [Theory]
    [InlineData(null, "team", "shop||")]
    [InlineData("appid", "team", "shop||")]
    [InlineData("name", "team", "statestore||")]
    [InlineData("namespace", "team", "team.shop||")]
    [InlineData("namespace", null, "shop||")]
    [InlineData("none", "team", "")]
    [InlineData("shared", "team", "shared||")]
    public void Of_Strategy_IsAsDocumented(string? strategy, string? appNamespace, string expected) =>
        KeyPrefix.Of(Component(strategy), "shop", appNamespace).ShouldBe(expected);

    [Fact]
    public void Of_SeparatorInConstant_Throws() =>
        Should.Throw<DaprException>(() => KeyPrefix.Of(Component("a||b"), "shop", null));

    private static Component Component(string? strategy) => new()
    {
        Name = "statestore",
        Type = "state.redis",
        Location = "test",
        Metadata = strategy is null ? new Dictionary<string, string>() : new Dictionary<string, string> { ["keyPrefix"] = strategy },
    };
}
