using Grpc.Core;
using Platform.Identity.V1;

namespace Platform.Identity.Tests.Api;

public sealed class LockOutTests(IdentityFixture identity) : IClassFixture<IdentityFixture>
{
    private const string Attacker = "198.51.100.66";

    [Fact]
    public async Task CreateToken_ManyFailuresFromOneAddress_WaitThereOnly()
    {
        var user = await identity.SignUpAsync();
        for (var i = 0; i < 5; i++)
        {
            await identity.SignInAsync(user, "wrong password", address: Attacker).ShouldFailAsync(StatusCode.Unauthenticated);
        }

        // Also the right password: otherwise waiting would tell it.
        (await identity.SignInAsync(user, address: Attacker).ShouldFailAsync(StatusCode.ResourceExhausted)).ShouldBe("TOO_MANY_ATTEMPTS");

        await identity.SignInAsync(user, address: "203.0.113.5");
        identity.Clock.Advance(TimeSpan.FromSeconds(30));
        await identity.SignInAsync(user, address: Attacker);
    }

    [Fact]
    public async Task CreateToken_UnknownName_WaitsLikeAKnownOne()
    {
        var nobody = new User { Username = "there-is-no-such-user" };
        for (var i = 0; i < 5; i++)
        {
            await identity.SignInAsync(nobody, address: "198.51.100.7").ShouldFailAsync(StatusCode.Unauthenticated);
        }

        (await identity.SignInAsync(nobody, address: "198.51.100.7").ShouldFailAsync(StatusCode.ResourceExhausted)).ShouldBe("TOO_MANY_ATTEMPTS");
    }

    [Fact]
    public async Task CreateToken_FailuresFromManyAddresses_SlowStrangersByFiveSecondsAndKnownAddressesNotAtAll()
    {
        var user = await identity.SignUpAsync();
        const string home = "203.0.113.77";
        await identity.SignInAsync(user, address: home);
        for (var i = 0; i < 70; i++)
        {
            await FailAsync(user, $"192.0.2.{i}");
            identity.Clock.Advance(TimeSpan.FromSeconds(5));
        }

        await FailAsync(user, "192.0.2.200");

        (await identity.SignInAsync(user, address: "192.0.2.201").ShouldFailAsync(StatusCode.ResourceExhausted)).ShouldBe("TOO_MANY_ATTEMPTS");
        await identity.SignInAsync(user, address: home);
        identity.Clock.Advance(TimeSpan.FromSeconds(5));
        await identity.SignInAsync(user, address: "192.0.2.201");
    }

    [Fact]
    public async Task CreateToken_ManyAtOnce_AreCountedBeforeTheyAreAnswered()
    {
        var user = await identity.SignUpAsync();

        var outcomes = await Task.WhenAll(Enumerable.Range(0, 12).Select(async _ =>
            (await Should.ThrowAsync<RpcException>(async () => await identity.SignInAsync(user, "wrong password", address: "198.51.100.99"))).StatusCode));

        outcomes.Count(code => code == StatusCode.Unauthenticated).ShouldBe(5);
        outcomes.Count(code => code == StatusCode.ResourceExhausted).ShouldBe(7);
    }

    [Fact]
    public async Task ChangePassword_WithAStolenToken_CannotGuessFaster()
    {
        var user = await identity.SignUpAsync();
        var request = new ChangePasswordRequest { CurrentPassword = "wrong password", NewPassword = "another good password" };
        for (var i = 0; i < 5; i++)
        {
            (await identity.Users.ChangePasswordAsync(request, IdentityFixture.By(user)).ShouldFailAsync(StatusCode.Unauthenticated)).ShouldBe("INVALID_CREDENTIALS");
        }

        await identity.Users.ChangePasswordAsync(request, IdentityFixture.By(user)).ShouldFailAsync(StatusCode.ResourceExhausted);
    }

    private async Task FailAsync(User user, string address) =>
        await identity.SignInAsync(user, "wrong password", address: address).ShouldFailAsync(StatusCode.Unauthenticated);
}
