using Platform.Gateway;

namespace Gateway.Tests;

public sealed class GatewayOptionsTests
{
    private readonly GatewayOptionsValidator _validator = new();

    [Fact]
    public void Validate_Defaults_Succeed() => _validator.Validate(null, new GatewayOptions()).Succeeded.ShouldBeTrue();

    [Fact]
    public void Validate_SeveralMistakes_TellsAll()
    {
        var options = new GatewayOptions { PublicUrl = "8080", ForwardedHeaders = ["platform-user"] };
        options.Redirects.StatusCode = 200;
        options.Redirects.VisitorKey = "short";

        var result = _validator.Validate(null, options);

        result.Failures!.Count().ShouldBe(4);
    }

    [Theory]
    [InlineData("http://localhost:8080")]
    [InlineData("http://0.0.0.0:80")]
    [InlineData("http://*:8080")]
    [InlineData("http://[::1]:1")]
    public void Validate_PublicUrl_Succeeds(string url) => _validator.Validate(null, new GatewayOptions { PublicUrl = url }).Succeeded.ShouldBeTrue();
}
