using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Platform.Hosting.Access;
using Platform.Identity.V1;

namespace Platform.Identity.Tests.Api;

public sealed class ApiKeyTests(IdentityFixture identity) : IClassFixture<IdentityFixture>
{
    [Fact]
    public async Task Key_Made_IsShownOnceAndCheckedUntilItIsRevoked()
    {
        var user = await identity.SignUpAsync();
        var key = await CreateAsync(user, "links.read", "links.write");

        var check = await CheckAsync(key.Key);
        var read = await identity.ApiKeys.GetApiKeyAsync(new GetApiKeyRequest { Name = key.Name }, IdentityFixture.By(user));
        var listed = await identity.ApiKeys.ListApiKeysAsync(new ListApiKeysRequest(), IdentityFixture.By(user));

        (check.UserId, check.ApiKeyId).ShouldBe((user.UserId, key.Name["apiKeys/".Length..]));
        check.Scopes.ShouldBe(["links.read", "links.write"]);
        check.Roles.ShouldBe(["customer"]);
        read.Key.ShouldBeEmpty();
        listed.ApiKeys.ShouldHaveSingleItem().ShouldBe(read);
        await identity.ApiKeys.DeleteApiKeyAsync(new DeleteApiKeyRequest { Name = key.Name }, IdentityFixture.By(user));
        (await CheckAsync(key.Key).ShouldFailAsync(StatusCode.Unauthenticated)).ShouldBe("INVALID_API_KEY");
        await identity.ApiKeys.GetApiKeyAsync(new GetApiKeyRequest { Name = key.Name }, IdentityFixture.By(user)).ShouldFailAsync(StatusCode.NotFound);
    }

    [Fact]
    public async Task Key_Foreign_IsNotFound()
    {
        var key = await CreateAsync(await identity.SignUpAsync(), "links.read");
        var by = IdentityFixture.By(await identity.SignUpAsync(), "admin");

        await identity.ApiKeys.GetApiKeyAsync(new GetApiKeyRequest { Name = key.Name }, by).ShouldFailAsync(StatusCode.NotFound);
        await identity.ApiKeys.DeleteApiKeyAsync(new DeleteApiKeyRequest { Name = key.Name }, by).ShouldFailAsync(StatusCode.NotFound);
        await CheckAsync(key.Key);
    }

    [Fact]
    public async Task Key_Expired_IsRefused()
    {
        var user = await identity.SignUpAsync();
        var request = new CreateApiKeyRequest { DisplayName = "short", Scopes = { "links.read" }, ExpireTime = identity.Clock.GetUtcNow().AddHours(1).ToTimestamp() };
        var key = await identity.ApiKeys.CreateApiKeyAsync(request, IdentityFixture.By(user));
        await CheckAsync(key.Key);

        identity.Clock.Advance(TimeSpan.FromHours(1));

        await CheckAsync(key.Key).ShouldFailAsync(StatusCode.Unauthenticated);
    }

    [Theory]
    [InlineData("")]
    [InlineData("pk_")]
    [InlineData("pk_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")]
    [InlineData("rt_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")]
    public async Task Check_WhatIsNoKey_IsRefused(string key) => (await CheckAsync(key).ShouldFailAsync(StatusCode.Unauthenticated)).ShouldBe("INVALID_API_KEY");

    [Fact]
    public async Task Check_IdOfAKeyWithAnotherSecret_IsRefused()
    {
        var key = (await CreateAsync(await identity.SignUpAsync(), "links.read")).Key;
        var changed = key[^10] == 'A' ? 'B' : 'A';

        await CheckAsync(key[..^10] + changed + key[^9..]).ShouldFailAsync(StatusCode.Unauthenticated);
    }

    [Theory]
    [InlineData("links.everything")]
    [InlineData("account.write")]
    [InlineData("*")]
    public async Task Create_ScopeThatIsNotForKeys_IsRefused(string scope)
    {
        var call = identity.ApiKeys.CreateApiKeyAsync(new CreateApiKeyRequest { DisplayName = "key", Scopes = { scope } }, IdentityFixture.By(await identity.SignUpAsync()));

        (await call.ShouldBeInvalidAsync()).ShouldBe(["scopes"]);
    }

    [Fact]
    public async Task Create_MoreThanTheTokenIsGoodFor_IsRefused()
    {
        var headers = new Metadata();
        headers.AddUser((await identity.SignUpAsync()).UserId, [], ["account.write", "links.read"]);

        var call = identity.ApiKeys.CreateApiKeyAsync(new CreateApiKeyRequest { DisplayName = "key", Scopes = { "links.write" } }, headers);

        (await call.ShouldFailAsync(StatusCode.PermissionDenied)).ShouldBe("SCOPE_REQUIRED");
    }

    [Fact]
    public async Task Create_BeyondAHundred_IsRefused()
    {
        var user = await identity.SignUpAsync();
        for (var i = 0; i < 100; i++)
        {
            await CreateAsync(user, "links.read");
        }

        var call = identity.ApiKeys.CreateApiKeyAsync(new CreateApiKeyRequest { DisplayName = "key", Scopes = { "links.read" } }, IdentityFixture.By(user));

        (await call.ShouldFailAsync(StatusCode.FailedPrecondition)).ShouldBe("TOO_MANY_API_KEYS");
    }

    private async Task<ApiKey> CreateAsync(User user, params IEnumerable<string> scopes) =>
        await identity.ApiKeys.CreateApiKeyAsync(new CreateApiKeyRequest { DisplayName = "key", Scopes = { scopes } }, IdentityFixture.By(user));

    private AsyncUnaryCall<CheckApiKeyResponse> CheckAsync(string key) => identity.ApiKeys.CheckApiKeyAsync(new CheckApiKeyRequest { Key = key });
}
