using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Platform.Shortener.V1;

namespace Platform.Shortener.Tests.Api;

public sealed class LinkLifeTests(ShortenerFixture shortener) : IClassFixture<ShortenerFixture>
{
    private const string Url = "https://example.com/life";

    [Fact]
    public async Task Resolve_LinkWithMaxVisits_ServesExactlySoMany()
    {
        var link = await CreateAsync(new CreateLinkRequest { LongUrl = Url, MaxVisits = 5 });

        var outcomes = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => TryResolveAsync(link.ShortCode)));

        outcomes.Count(isServed => isServed).ShouldBe(5);
        (await GetAsync(link)).State.ShouldBe(Link.Types.State.UsedUp);
    }

    [Fact]
    public async Task Resolve_Peek_UsesUpNoVisit()
    {
        var link = await CreateAsync(new CreateLinkRequest { LongUrl = Url, MaxVisits = 1 });

        for (var i = 0; i < 3; i++)
        {
            await shortener.Client.ResolveLinkAsync(new ResolveLinkRequest { ShortCode = link.ShortCode, Peek = true });
        }

        (await TryResolveAsync(link.ShortCode)).ShouldBeTrue();
        (await TryResolveAsync(link.ShortCode)).ShouldBeFalse();
    }

    [Theory]
    [InlineData("")]
    [InlineData("ab")]
    [InlineData("a||b")]
    [InlineData("a/b")]
    [InlineData("名前です")]
    public async Task Resolve_WhatCanBeNoCode_IsRefused(string code)
    {
        var call = shortener.Client.ResolveLinkAsync(new ResolveLinkRequest { ShortCode = code });

        (await call.ShouldBeInvalidAsync()).ShouldBe(["short_code"]);
    }

    [Fact]
    public async Task Resolve_CodeOf10000Characters_IsRefused()
    {
        var call = shortener.Client.ResolveLinkAsync(new ResolveLinkRequest { ShortCode = new string('a', 10_000) });

        (await call.ShouldBeInvalidAsync()).ShouldBe(["short_code"]);
    }

    [Fact]
    public async Task Resolve_UnknownCodeThatIsThenMade_IsFoundAtOnce()
    {
        (await shortener.Client.ResolveLinkAsync(new ResolveLinkRequest { ShortCode = "later" }).ShouldFailAsync(StatusCode.NotFound)).ShouldBe("LINK_NOT_FOUND");

        await CreateAsync(new CreateLinkRequest { LongUrl = Url, Alias = "later" });

        (await TryResolveAsync("later")).ShouldBeTrue();
    }

    [Fact]
    public async Task Resolve_LinkThatWasResolvedBefore_FollowsItsChanges()
    {
        var link = await CreateAsync(new CreateLinkRequest { LongUrl = Url, Ttl = Duration.FromTimeSpan(TimeSpan.FromHours(1)) });
        (await TryResolveAsync(link.ShortCode)).ShouldBeTrue();

        await UpdateAsync(new Link { Name = link.Name, LongUrl = Url + "/moved" }, "long_url");
        var moved = await shortener.Client.ResolveLinkAsync(new ResolveLinkRequest { ShortCode = link.ShortCode });
        await shortener.Client.DeleteLinkAsync(new DeleteLinkRequest { Name = link.Name });
        var whileDeleted = await shortener.Client.ResolveLinkAsync(new ResolveLinkRequest { ShortCode = link.ShortCode }).ShouldFailAsync(StatusCode.FailedPrecondition);
        await shortener.Client.UndeleteLinkAsync(new UndeleteLinkRequest { Name = link.Name });

        moved.LongUrl.ShouldBe(Url + "/moved");
        whileDeleted.ShouldBe("LINK_GONE");
        (await TryResolveAsync(link.ShortCode)).ShouldBeTrue();
        shortener.Clock.Advance(TimeSpan.FromHours(1));
        (await TryResolveAsync(link.ShortCode)).ShouldBeFalse();
    }

    [Fact]
    public async Task Update_DeletedLink_IsRefused()
    {
        var link = await CreateAsync(new CreateLinkRequest { LongUrl = Url });
        await shortener.Client.DeleteLinkAsync(new DeleteLinkRequest { Name = link.Name });

        var update = shortener.Client.UpdateLinkAsync(new UpdateLinkRequest { Link = new Link { Name = link.Name, MaxVisits = 3 } });

        (await update.ShouldFailAsync(StatusCode.FailedPrecondition)).ShouldBe("LINK_DELETED");
    }

    [Fact]
    public async Task Delete_Twice_ChangesNothingMore()
    {
        var link = await CreateAsync(new CreateLinkRequest { LongUrl = Url });
        var first = await shortener.Client.DeleteLinkAsync(new DeleteLinkRequest { Name = link.Name });
        shortener.Clock.Advance(TimeSpan.FromMinutes(1));

        (await shortener.Client.DeleteLinkAsync(new DeleteLinkRequest { Name = link.Name })).ShouldBe(first);
    }

    [Fact]
    public async Task Update_StaleEtag_IsRefused()
    {
        var link = await CreateAsync(new CreateLinkRequest { LongUrl = Url });
        await UpdateAsync(new Link { Name = link.Name, MaxVisits = 3 }, "max_visits");

        var update = shortener.Client.UpdateLinkAsync(new UpdateLinkRequest { Link = new Link { Name = link.Name, MaxVisits = 4, Etag = link.Etag } });

        (await update.ShouldFailAsync(StatusCode.Aborted)).ShouldBe("ETAG_MISMATCH");
    }

    [Fact]
    public async Task Update_MaskOfAll_SetsAll()
    {
        var link = await CreateAsync(new CreateLinkRequest { LongUrl = Url, MaxVisits = 3, Ttl = Duration.FromTimeSpan(TimeSpan.FromHours(1)) });

        var updated = await UpdateAsync(new Link { Name = link.Name, LongUrl = Url + "/all" }, "*");

        updated.LongUrl.ShouldBe(Url + "/all");
        updated.MaxVisits.ShouldBe(0);
        updated.ExpireTime.ShouldBeNull();
    }

    [Fact]
    public async Task Expired_WithinRetention_CanBeBroughtBackAndIsPurgedAfterIt()
    {
        var link = await CreateAsync(new CreateLinkRequest { LongUrl = Url, Ttl = Duration.FromTimeSpan(TimeSpan.FromMinutes(1)) });
        shortener.Clock.Advance(TimeSpan.FromMinutes(2));
        (await GetAsync(link)).State.ShouldBe(Link.Types.State.Expired);

        var restored = await shortener.Client.UndeleteLinkAsync(new UndeleteLinkRequest { Name = link.Name });
        restored.State.ShouldBe(Link.Types.State.Active);
        await shortener.Client.DeleteLinkAsync(new DeleteLinkRequest { Name = link.Name });
        shortener.Clock.Advance(TimeSpan.FromDays(31));

        (await shortener.Client.GetLinkAsync(new GetLinkRequest { Name = link.Name }).ShouldFailAsync(StatusCode.NotFound)).ShouldBe("LINK_NOT_FOUND");
    }

    [Fact]
    public async Task Foreign_Link_IsNobodyElses()
    {
        var link = await shortener.Client.CreateLinkAsync(new CreateLinkRequest { LongUrl = Url }, CallAssertions.By("ada"));

        (await shortener.Client.GetLinkAsync(new GetLinkRequest { Name = link.Name }).ShouldFailAsync(StatusCode.PermissionDenied)).ShouldBe("NOT_THE_OWNER");
        (await shortener.Client.DeleteLinkAsync(new DeleteLinkRequest { Name = link.Name }, CallAssertions.By("bob")).ShouldFailAsync(StatusCode.PermissionDenied)).ShouldBe("NOT_THE_OWNER");
    }

    [Theory]
    [InlineData("links.read")]
    [InlineData("")]
    public async Task Create_CredentialsNotGoodForIt_AreRefused(string scope)
    {
        var call = shortener.Client.CreateLinkAsync(new CreateLinkRequest { LongUrl = Url }, [.. CallAssertions.By("ada"), new("platform-scope", scope)]);

        (await call.ShouldFailAsync(StatusCode.PermissionDenied)).ShouldBe("SCOPE_REQUIRED");
    }

    private async Task<Link> CreateAsync(CreateLinkRequest request) => await shortener.Client.CreateLinkAsync(request);

    private async Task<Link> GetAsync(Link link) => await shortener.Client.GetLinkAsync(new GetLinkRequest { Name = link.Name });

    private async Task<Link> UpdateAsync(Link link, string path) =>
        await shortener.Client.UpdateLinkAsync(new UpdateLinkRequest { Link = link, UpdateMask = new FieldMask { Paths = { path } } });

    private async Task<bool> TryResolveAsync(string code)
    {
        try
        {
            await shortener.Client.ResolveLinkAsync(new ResolveLinkRequest { ShortCode = code });
            return true;
        }
        catch (RpcException gone) when (gone.StatusCode == StatusCode.FailedPrecondition)
        {
            return false;
        }
    }
}
