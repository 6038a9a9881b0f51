using Platform.Gateway.Edge;

namespace Gateway.Tests.Edge;

public sealed class EdgeOptionsTests
{
    private readonly EdgeOptionsValidator _validator = new();

    [Fact]
    public void Validate_Defaults_Succeed() => _validator.Validate(null, new EdgeOptions()).Succeeded.ShouldBeTrue();

    [Fact]
    public void Validate_SeveralMistakes_TellsAll()
    {
        var options = new EdgeOptions();
        options.Limits.MaxHeaderCount = 0;
        options.Limits.BodyGracePeriod = TimeSpan.Zero;
        options.AccessLog.SampleRate = 2;
        options.Drain.Delay = TimeSpan.FromMinutes(1);

        _validator.Validate(null, options).Failures!.Count().ShouldBe(4);
    }

    [Theory]
    [InlineData(false, "https://a.example", true)]
    [InlineData(true, "https://a.example:8443", true)]
    [InlineData(false, "*", true)]
    [InlineData(true, "*", false)]
    [InlineData(false, "https://a.example/", false)]
    [InlineData(false, "https://a.example/path", false)]
    [InlineData(false, "a.example", false)]
    [InlineData(false, "file:///a", false)]
    [InlineData(false, "https://*.example", false)]
    public void Validate_Origin_Result(bool withCredentials, string origin, bool isRight)
    {
        var options = new EdgeOptions { Cors = new() { Origins = [origin], AllowCredentials = withCredentials } };

        _validator.Validate(null, options).Succeeded.ShouldBe(isRight);
    }
}
