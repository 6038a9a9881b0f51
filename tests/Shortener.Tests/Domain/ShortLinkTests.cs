using Platform.Shortener.Domain;

namespace Platform.Shortener.Tests.Domain;

public sealed class ShortLinkTests
{
    private static readonly DateTimeOffset Now = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private static readonly Dictionary<LinkState, ShortLink> Links = new()
    {
        [LinkState.Active] = Link(),
        [LinkState.Expired] = Link() with { ExpireTime = Now },
        [LinkState.UsedUp] = Link() with { MaxVisits = 2, Visits = 2 },
        [LinkState.Deleted] = Link() with { DeleteTime = Now, ExpireTime = Now.AddDays(-1) },
    };

    [Theory]
    [InlineData(LinkState.Active, LinkState.Deleted, null)]
    [InlineData(LinkState.Expired, LinkState.Deleted, LinkState.Active)]
    [InlineData(LinkState.UsedUp, LinkState.Deleted, null)]
    [InlineData(LinkState.Deleted, LinkState.Deleted, LinkState.Active)]
    public void EveryState_DeletedOrRestored_BecomesTheDocumentedState(LinkState state, LinkState deleted, LinkState? restored)
    {
        var link = Links[state];

        link.StateAt(Now).ShouldBe(state);
        link.Deleted(Now).StateAt(Now).ShouldBe(deleted);
        (link.Restored(Now)?.StateAt(Now)).ShouldBe(restored);
        (link.Restored(Now) is null).ShouldBe(restored is null);
    }

    [Fact]
    public void Restored_ExpiryStillAhead_KeepsIt()
    {
        var link = Link() with { DeleteTime = Now, ExpireTime = Now.AddDays(1) };

        link.Restored(Now)!.ExpireTime.ShouldBe(Now.AddDays(1));
    }

    [Fact]
    public void ETag_VisitAndChange_ChangesWithTheChangeOnly()
    {
        var link = Link();

        link.Visited().ETag.ShouldBe(link.ETag);
        link.Deleted(Now).ETag.ShouldNotBe(link.ETag);
    }

    private static ShortLink Link() => new() { Code = "abc", LongUrl = "https://example.com", Owner = "me", CreateTime = Now, UrlTime = default, UpdateTime = Now };
}
