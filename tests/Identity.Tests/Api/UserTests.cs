using Grpc.Core;
using Platform.Identity.Domain.Passwords;
using Platform.Identity.V1;
using Platform.State;
using Platform.Testing;

namespace Platform.Identity.Tests.Api;

public sealed class UserTests(IdentityFixture identity) : IClassFixture<IdentityFixture>
{
    private static readonly string[] Customer = ["customer"];

    [Fact]
    public async Task CreateUser_GoodOne_IsACustomer()
    {
        var user = await identity.Users.CreateUserAsync(new CreateUserRequest { Username = "Ada.Lovelace", Password = IdentityFixture.Password });

        user.Username.ShouldBe("ada.lovelace");
        user.Roles.ShouldBe(Customer);
        (await identity.Users.GetUserAsync(new GetUserRequest { Name = "users/me" }, IdentityFixture.By(user))).ShouldBe(user);
        var taken = identity.Users.CreateUserAsync(new CreateUserRequest { Username = "ADA.lovelace", Password = "something else" });
        (await taken.ShouldFailAsync(StatusCode.AlreadyExists)).ShouldBe("USERNAME_TAKEN");
    }

    [Fact]
    public async Task CreateUser_BadFields_NamesThemAll() => (await identity.Users.CreateUserAsync(
        new CreateUserRequest { Username = "?", Password = "short", RequestId = new string('x', 200) }).ShouldBeInvalidAsync())
        .ShouldBe(["username", "password", "request_id"]);

    [Fact]
    public async Task CreateUser_SentAgainAndAtOnce_MakesOneAccount()
    {
        var request = new CreateUserRequest { Username = "sent-again", Password = IdentityFixture.Password, RequestId = "r1" };

        var made = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => identity.Users.CreateUserAsync(request).ResponseAsync));

        made.Select(user => user.UserId).Distinct().ShouldHaveSingleItem();
        (await identity.Users.CreateUserAsync(request)).UserId.ShouldBe(made[0].UserId);
    }

    [Fact]
    public async Task CreateUser_NameOfTheFirstAdmin_IsTaken() => (await identity.Users.CreateUserAsync(
        new CreateUserRequest { Username = "admin", Password = IdentityFixture.Password }).ShouldFailAsync(StatusCode.AlreadyExists)).ShouldBe("USERNAME_TAKEN");

    [Fact]
    public async Task GetUser_Foreign_IsNotFoundButForAdmins()
    {
        var (user, other) = (await identity.SignUpAsync(), await identity.SignUpAsync());
        var request = new GetUserRequest { Name = user.Name };

        (await identity.Users.GetUserAsync(request, IdentityFixture.By(other)).ShouldFailAsync(StatusCode.NotFound)).ShouldBe("USER_NOT_FOUND");
        (await identity.Users.GetUserAsync(request, IdentityFixture.By(other, "admin"))).ShouldBe(user);
        await identity.Users.ListAuditEventsAsync(new ListAuditEventsRequest { Parent = user.Name }, IdentityFixture.By(other)).ShouldFailAsync(StatusCode.NotFound);
    }

    [Fact]
    public async Task FirstAdmin_PasswordOfTheSecret_SignsInAndGrantsRoles()
    {
        var password = (await identity.Host.Dapr.GetSecretAsync("identity-secrets", "identity-admin-password"))["identity-admin-password"];
        var user = await identity.SignUpAsync();
        await Eventually.AssertAsync(async () => await identity.SignInAsync(new User { Username = "admin" }, password, address: "203.0.113.250"));
        var lookUp = new LookUpUserRequest { Username = "admin" };
        var admin = await identity.Users.LookUpUserAsync(lookUp, IdentityFixture.By(user, "admin"));

        var changed = await identity.Users.SetUserRolesAsync(
            new SetUserRolesRequest { Name = user.Name, Roles = { "driver", "courier", "driver" } }, IdentityFixture.By(admin, "admin"));

        admin.Roles.ShouldBe(["admin"]);
        changed.Roles.ShouldBe(["driver", "courier"]);
        (await identity.Users.LookUpUserAsync(lookUp, IdentityFixture.By(user)).ShouldFailAsync(StatusCode.PermissionDenied)).ShouldBe("ROLE_REQUIRED");
    }

    [Fact]
    public async Task SetUserTier_ByAdmin_IsInTokensAndKeysFromThenOn()
    {
        var (admin, user) = (await identity.SignUpAsync(), await identity.SignUpAsync());
        var key = await identity.ApiKeys.CreateApiKeyAsync(new CreateApiKeyRequest { DisplayName = "key", Scopes = { "links.read" } }, IdentityFixture.By(user));
        var before = await identity.SignInAsync(user);

        var changed = await identity.Users.SetUserTierAsync(new SetUserTierRequest { Name = user.Name, Tier = "pro" }, IdentityFixture.By(admin, "admin"));

        changed.Tier.ShouldBe("pro");
        var after = await identity.SignInAsync(user);
        (await identity.ReadAsync(before)).Tier.ShouldBe("");
        (await identity.ReadAsync(after)).Tier.ShouldBe("pro");
        (await identity.ApiKeys.CheckApiKeyAsync(new CheckApiKeyRequest { Key = key.Key })).Tier.ShouldBe("pro");
    }

    [Fact]
    public async Task SetUserTier_BadOnes_AreRefused()
    {
        var (admin, user) = (await identity.SignUpAsync(), await identity.SignUpAsync());
        var by = IdentityFixture.By(admin, "admin");

        (await identity.Users.SetUserTierAsync(new SetUserTierRequest { Name = user.Name, Tier = "Pro plan" }, by).ShouldBeInvalidAsync()).ShouldBe(["tier"]);
        await identity.Users.SetUserTierAsync(new SetUserTierRequest { Name = "users/nobody", Tier = "pro" }, by).ShouldFailAsync(StatusCode.NotFound);
        await identity.Users.SetUserTierAsync(new SetUserTierRequest { Name = user.Name, Tier = "pro" }, IdentityFixture.By(user)).ShouldFailAsync(StatusCode.PermissionDenied);
    }

    [Fact]
    public async Task SetUserRoles_BadOnes_AreRefused()
    {
        var (admin, user) = (await identity.SignUpAsync(), await identity.SignUpAsync());
        var by = IdentityFixture.By(admin, "admin");

        (await identity.Users.SetUserRolesAsync(new SetUserRolesRequest { Name = user.Name, Roles = { "king" } }, by).ShouldBeInvalidAsync()).ShouldBe(["roles"]);
        (await identity.Users.SetUserRolesAsync(new SetUserRolesRequest { Name = admin.Name, Roles = { "driver" } }, by).ShouldFailAsync(StatusCode.FailedPrecondition)).ShouldBe("OWN_ADMIN_ROLE");
        await identity.Users.SetUserRolesAsync(new SetUserRolesRequest { Name = "users/nobody" }, by).ShouldFailAsync(StatusCode.NotFound);
        await identity.Users.SetUserRolesAsync(new SetUserRolesRequest { Name = user.Name, Roles = { "admin" } }, IdentityFixture.By(user)).ShouldFailAsync(StatusCode.PermissionDenied);
    }

    [Fact]
    public async Task SetUserDisabled_Closed_EndsTokensAndSigningInUntilItIsOpened()
    {
        var (admin, user) = (await identity.SignUpAsync(), await identity.SignUpAsync());
        var tokens = await identity.SignInAsync(user);

        await identity.Users.SetUserDisabledAsync(new SetUserDisabledRequest { Name = user.Name, Disabled = true }, IdentityFixture.By(admin, "admin"));

        await identity.Tokens.RefreshTokenAsync(new RefreshTokenRequest { RefreshToken = tokens.RefreshToken }).ShouldFailAsync(StatusCode.Unauthenticated);
        (await identity.SignInAsync(user).ShouldFailAsync(StatusCode.Unauthenticated)).ShouldBe("INVALID_CREDENTIALS");
        await identity.Users.SetUserDisabledAsync(new SetUserDisabledRequest { Name = user.Name }, IdentityFixture.By(admin, "admin"));
        await identity.SignInAsync(user);
        (await identity.Users.SetUserDisabledAsync(new SetUserDisabledRequest { Name = admin.Name, Disabled = true }, IdentityFixture.By(admin, "admin"))
            .ShouldFailAsync(StatusCode.FailedPrecondition)).ShouldBe("OWN_ACCOUNT");
    }

    [Fact]
    public async Task ChangePassword_RightOne_EndsTheOldOneAndAllTokens()
    {
        var user = await identity.SignUpAsync();
        var tokens = await identity.SignInAsync(user);
        var request = new ChangePasswordRequest { CurrentPassword = IdentityFixture.Password, NewPassword = "another good password" };

        await identity.Users.ChangePasswordAsync(request, IdentityFixture.By(user));

        await identity.SignInAsync(user).ShouldFailAsync(StatusCode.Unauthenticated);
        await identity.Tokens.RefreshTokenAsync(new RefreshTokenRequest { RefreshToken = tokens.RefreshToken }).ShouldFailAsync(StatusCode.Unauthenticated);
        await identity.SignInAsync(user, "another good password");
    }

    [Fact]
    public async Task CreateToken_HashOfAnEarlierCost_IsRenewed()
    {
        var user = await identity.SignUpAsync();
        var store = new DocumentStore<Identity.Domain.Accounts.User>(identity.Host.Dapr, "statestore", "user");
        await store.UpdateAsync(user.UserId, old => old! with { PasswordHash = PasswordHash.Create(IdentityFixture.Password, 1000) }, default);

        await identity.SignInAsync(user);

        var hash = (await store.GetAsync(user.UserId, default)).Value!.PasswordHash;
        PasswordHash.IsOutdated(hash).ShouldBeFalse();
        PasswordHash.Verify(IdentityFixture.Password, hash).ShouldBeTrue();
    }

    [Fact]
    public async Task ListAuditEvents_InPages_TellsAllThatHappenedNewestFirst()
    {
        var user = await identity.SignUpAsync();
        await identity.SignInAsync(user, "wrong password").ShouldFailAsync(StatusCode.Unauthenticated);
        await identity.SignInAsync(user);
        var request = new ListAuditEventsRequest { Parent = "users/me", PageSize = 2 };

        var first = await identity.Users.ListAuditEventsAsync(request, IdentityFixture.By(user));
        request.PageToken = first.NextPageToken;
        var second = await identity.Users.ListAuditEventsAsync(request, IdentityFixture.By(user));

        first.AuditEvents.Concat(second.AuditEvents).Select(happened => happened.Action).ShouldBe(["SIGNED_IN", "SIGN_IN_FAILED", "SIGNED_UP"]);
        first.AuditEvents[0].ClientAddress.ShouldBe("203.0.113.1");
        second.NextPageToken.ShouldBeEmpty();
    }
}
