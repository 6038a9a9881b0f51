using FsCheck;
using FsCheck.Fluent;
using Platform.Gateway.Transcoding.Templates;

namespace Gateway.Tests.Templates;

public sealed class RouteTableTests
{
    private static readonly string[] Templates =
    [
        "GET /v1/links",
        "POST /v1/links",
        "GET /v1/{name=links/*}",
        "DELETE /v1/{name=links/*}",
        "POST /v1/{name=links/*}:undelete",
        "GET /v1/{name=links/*}/stats",
        "GET /v1/links/special",
        "GET /v1/files/{path=**}",
        "GET /v1/{name=shelves/*/books/*}",
        "GET /v1/{kind}/{id}/deep",
        "GET /v2/{rest=**}:check",
        "GET /v1/a/*/c",
    ];

    private readonly RouteTable<string> _routes = new(Templates.Select(t => t.Split(' ')).Select(t => (t[0], PathTemplate.Parse(t[1]), t[1])));

    [Theory]
    [InlineData("GET", "/v1/links", "/v1/links", "")]
    [InlineData("GET", "/v1/links/abc", "/v1/{name=links/*}", "links/abc")]
    [InlineData("GET", "/v1/links/special", "/v1/links/special", "")]
    [InlineData("DELETE", "/v1/links/special2", "/v1/{name=links/*}", "links/special2")]
    [InlineData("POST", "/v1/links/abc:undelete", "/v1/{name=links/*}:undelete", "links/abc")]
    [InlineData("GET", "/v1/links/a:b", "/v1/{name=links/*}", "links/a:b")]
    [InlineData("GET", "/v1/links/a%3Aundelete", "/v1/{name=links/*}", "links/a:undelete")]
    [InlineData("GET", "/v1/l%69nks/x", "/v1/{name=links/*}", "links/x")]
    [InlineData("GET", "/v1/links/abc/stats", "/v1/{name=links/*}/stats", "links/abc")]
    [InlineData("GET", "/v1/files", "/v1/files/{path=**}", "")]
    [InlineData("GET", "/v1/files/a/b%20c", "/v1/files/{path=**}", "a/b c")]
    [InlineData("GET", "/v1/files/a%2Fb%2fc", "/v1/files/{path=**}", "a%2Fb%2fc")]
    [InlineData("GET", "/v1/shelves/1/books/2%2F3", "/v1/{name=shelves/*/books/*}", "shelves/1/books/2%2F3")]
    [InlineData("GET", "/v1/x%2Fy/z/deep", "/v1/{kind}/{id}/deep", "x/y|z")]
    [InlineData("GET", "/v1/links/x/deep", "/v1/{kind}/{id}/deep", "links|x")]
    [InlineData("GET", "/v2/a/b:check", "/v2/{rest=**}:check", "a/b")]
    [InlineData("GET", "/v1/a/b/c", "/v1/a/*/c", "")]
    public void Match_KnownPath_FindsRouteAndValues(string method, string path, string route, string values)
    {
        var match = _routes.Match(method, path);

        match.Outcome.ShouldBe(RouteOutcome.Found);
        match.Route.ShouldBe(route);
        string.Join('|', match.Values).ShouldBe(values);
    }

    [Theory]
    [InlineData("/")]
    [InlineData("")]
    [InlineData("/v1")]
    [InlineData("/v1/links/")]
    [InlineData("//v1/links")]
    [InlineData("/v1//links")]
    [InlineData("/v1/links/a/b/c")]
    [InlineData("/v1/links/..")]
    [InlineData("/v1/files/a/../b")]
    [InlineData("/v1/files/%2e%2E/b")]
    [InlineData("/v2/a")]
    [InlineData("/V1/links")]
    public void Match_UnknownPath_NotFound(string path) => _routes.Match("GET", path).Outcome.ShouldBe(RouteOutcome.NotFound);

    [Fact]
    public void Match_OtherMethod_TellsAllowedMethods()
    {
        var match = _routes.Match("PUT", "/v1/links/abc");

        match.Outcome.ShouldBe(RouteOutcome.MethodNotAllowed);
        match.Allowed.ShouldBe(["GET", "DELETE"], ignoreOrder: true);
        _routes.Match("GET", "/v1/links/abc:undelete").Allowed.ShouldBe(["POST"]);
    }

    [Theory]
    [InlineData("/v1/links/%")]
    [InlineData("/v1/links/%zz")]
    [InlineData("/v1/links/%ff")]
    [InlineData("/v1/files/a/%c3%28")]
    public void Match_BrokenEscape_MalformedPath(string path) => _routes.Match("GET", path).Outcome.ShouldBe(RouteOutcome.MalformedPath);

    [Fact]
    public void Match_ManySegments_StillMatches() =>
        _routes.Match("GET", "/v1/files/" + string.Join('/', Enumerable.Repeat("a", 500))).Values[0].Length.ShouldBe(999);

    [Fact]
    public void Constructor_SamePatternTwice_Throws() =>
        Should.Throw<InvalidOperationException>(() => new RouteTable<string>(
        [
            ("GET", PathTemplate.Parse("/v1/{a}"), "one"),
            ("GET", PathTemplate.Parse("/v1/{b=*}"), "two"),
        ])).Message.ShouldContain("one and two");

    [Fact]
    public void Match_EncodedSingleSegmentVariable_GivesBackEveryText() =>
        Prop.ForAll(ArbMap.Default.ArbFor<NonEmptyString>(), text =>
        {
            var value = text.Get.Replace("\ud83d", "", StringComparison.Ordinal);
            if (value is "." or ".." || !IsWellFormed(value)) return true;
            var match = _routes.Match("GET", "/v1/" + Uri.EscapeDataString(value) + "/id/deep");
            return match.Outcome == RouteOutcome.Found && match.Values[0] == value;
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Match_AnyText_NeverThrows() =>
        Prop.ForAll(ArbMap.Default.ArbFor<string>(), text =>
        {
            _routes.Match("GET", "/v1/" + text);
            _routes.Match("GET", text ?? "");
            return true;
        }).QuickCheckThrowOnFailure();

    private static bool IsWellFormed(string text) =>
        text.EnumerateRunes().All(r => r != System.Text.Rune.ReplacementChar);
}
