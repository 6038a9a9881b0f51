using Platform.Cart.Upstream;
using Platform.Testing;

namespace Platform.Cart.Tests.Upstream;

public sealed class RecentTests
{
    private readonly ManualTimeProvider _clock = new(DateTimeOffset.UnixEpoch);

    [Fact]
    public void TryGet_UntilFreshnessIsOver_Remembers()
    {
        var recent = new Recent<string>(_clock);
        recent.TryGet("mug", out _).ShouldBeFalse();
        recent.Set("mug", "red", _clock.GetUtcNow());

        recent.TryGet("mug", out var value).ShouldBeTrue();
        value.ShouldBe("red");
        _clock.Advance(Recent<string>.Freshness);
        recent.TryGet("mug", out _).ShouldBeFalse();
        recent.TryGet("mug", out _).ShouldBeFalse();
    }

    [Fact]
    public void TryGet_LateInFreshness_TellsOneCallerToAskAgain()
    {
        var recent = new Recent<string>(_clock);
        recent.Set("mug", "red", _clock.GetUtcNow());
        _clock.Advance(Recent<string>.Freshness * 0.75);

        Enumerable.Range(0, 10).Count(_ => !recent.TryGet("mug", out var _)).ShouldBe(1);
        recent.Set("mug", "blue", _clock.GetUtcNow());

        recent.TryGet("mug", out var value).ShouldBeTrue();
        value.ShouldBe("blue");
    }
}
