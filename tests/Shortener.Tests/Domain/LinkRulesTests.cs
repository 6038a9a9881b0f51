using Platform.Shortener.Domain;

namespace Platform.Shortener.Tests.Domain;

public sealed class LinkRulesTests
{
    private static readonly LinkRules Rules = new(["sho.rt", "localhost:8080"], ["/v1/sharedRides/"]);

    [Theory]
    [InlineData("https://example.com")]
    [InlineData("HTTP://example.com:8080/a?b=c#d")]
    [InlineData("http://localhost:8081/")]
    [InlineData("https://example.com/?to=https://sho.rt/")]
    [InlineData("https://sho.rt/v1/sharedRides/abc.D-_~1")]
    [InlineData("http://localhost:8080/v1/sharedRides/a")]
    public void ProblemOfUrl_GoodUrl_IsNull(string url) => Rules.ProblemOfUrl(url).ShouldBeNull();

    [Theory]
    [InlineData("")]
    [InlineData("javascript:alert(1)")]
    [InlineData("ftp://example.com")]
    [InlineData("https://")]
    [InlineData("https:///path")]
    [InlineData("https://example.com/a b")]
    [InlineData("https://example.com/\n")]
    [InlineData("https://sho.rt/abc")]
    [InlineData("https://SHO.RT:443/abc")]
    [InlineData("https://sho.rt./abc")]
    [InlineData("https://you@sho.rt/abc")]
    [InlineData("http://localhost:8080\\abc")]
    [InlineData("https://sho.rt/v1/sharedRides/")]
    [InlineData("https://sho.rt/v1/sharedRides/..")]
    [InlineData("https://sho.rt/v1/sharedRides/../../abc")]
    [InlineData("https://sho.rt/v1/sharedRides/%2e%2e/%2e%2e/abc")]
    [InlineData("https://sho.rt/v1/sharedRides/a/../../../abc")]
    [InlineData("https://sho.rt/v1/sharedRides/abc?x=1")]
    [InlineData("https://sho.rt/v1/sharedRides/abc#x")]
    [InlineData("https://you@sho.rt/v1/sharedRides/abc")]
    [InlineData("https://sho.rt/abc/../v1/sharedRides/..%2fabc")]
    public void ProblemOfUrl_BadUrl_IsTold(string url) => Rules.ProblemOfUrl(url).ShouldNotBeNull();

    [Theory]
    [InlineData("abc", true)]
    [InlineData("A-b_9", true)]
    [InlineData("ab", false)]
    [InlineData("a/b", false)]
    [InlineData("Docs", false)]
    public void ProblemOfAlias_Alias_IsToldWhereBad(string alias, bool good) => (LinkRules.ProblemOfAlias(alias) is null).ShouldBe(good);
}
