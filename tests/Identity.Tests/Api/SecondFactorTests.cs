using System.Web;
using Grpc.Core;
using Platform.Identity.Domain.Factors;
using Platform.Identity.V1;

namespace Platform.Identity.Tests.Api;

public sealed class SecondFactorTests(IdentityFixture identity) : IClassFixture<IdentityFixture>
{
    [Fact]
    public async Task Totp_TurnedOn_IsNeededAndEachCodeIsGoodOnce()
    {
        var (user, secret, _) = await TurnOnAsync();

        (await identity.SignInAsync(user).ShouldFailAsync(StatusCode.Unauthenticated)).ShouldBe("TOTP_REQUIRED");
        (await identity.SignInAsync(user, "wrong password").ShouldFailAsync(StatusCode.Unauthenticated)).ShouldBe("INVALID_CREDENTIALS");
        (await identity.SignInAsync(user, totp: "000000").ShouldFailAsync(StatusCode.Unauthenticated)).ShouldBe("INVALID_CREDENTIALS");
        var code = NextCode(secret);
        await identity.SignInAsync(user, totp: code);
        (await identity.SignInAsync(user, totp: code).ShouldFailAsync(StatusCode.Unauthenticated)).ShouldBe("INVALID_CREDENTIALS");
        await identity.SignInAsync(user, totp: NextCode(secret));
    }

    [Fact]
    public async Task Totp_SameCodeManyTimesAtOnce_SignsInOnce()
    {
        var (user, secret, _) = await TurnOnAsync();
        var code = NextCode(secret);

        var outcomes = await Task.WhenAll(Enumerable.Range(0, 4).Select(async i =>
        {
            try
            {
                return await identity.SignInAsync(user, totp: code, address: $"203.0.113.{100 + i}");
            }
            catch (RpcException refused) when (refused.StatusCode == StatusCode.Unauthenticated)
            {
                return null;
            }
        }));

        outcomes.OfType<TokenPair>().ShouldHaveSingleItem();
    }

    [Fact]
    public async Task RecoveryCode_Unused_SignsInOnce()
    {
        var (user, _, codes) = await TurnOnAsync();

        await identity.SignInAsync(user, recoveryCode: codes[0]);

        (await identity.SignInAsync(user, recoveryCode: codes[0]).ShouldFailAsync(StatusCode.Unauthenticated)).ShouldBe("INVALID_CREDENTIALS");
        (await identity.Users.GetUserAsync(new GetUserRequest { Name = "users/me" }, IdentityFixture.By(user))).RecoveryCodesLeft.ShouldBe(9);
    }

    [Fact]
    public async Task Disable_WithPasswordAndCode_TurnsItOff()
    {
        var (user, secret, _) = await TurnOnAsync();
        var by = IdentityFixture.By(user);

        await identity.Users.DisableTotpAsync(new DisableTotpRequest { Password = IdentityFixture.Password, Code = "000000" }, by).ShouldFailAsync(StatusCode.Unauthenticated);
        await identity.Users.DisableTotpAsync(new DisableTotpRequest { Password = "wrong password", Code = NextCode(secret) }, by).ShouldFailAsync(StatusCode.Unauthenticated);
        await identity.Users.DisableTotpAsync(new DisableTotpRequest { Password = IdentityFixture.Password, Code = NextCode(secret) }, by);

        await identity.SignInAsync(user);
    }

    [Fact]
    public async Task Enrol_Unconfirmed_CountsForNothing()
    {
        var user = await identity.SignUpAsync();
        var by = IdentityFixture.By(user);

        (await identity.Users.ConfirmTotpAsync(new ConfirmTotpRequest { Code = "000000" }, by).ShouldFailAsync(StatusCode.FailedPrecondition)).ShouldBe("TOTP_NOT_ENROLLED");
        await identity.Users.EnrolTotpAsync(new EnrolTotpRequest { Password = IdentityFixture.Password }, by);
        (await identity.Users.ConfirmTotpAsync(new ConfirmTotpRequest { Code = "000000" }, by).ShouldBeInvalidAsync()).ShouldBe(["code"]);

        await identity.SignInAsync(user);
    }

    private async Task<(User User, byte[] Secret, IReadOnlyList<string> RecoveryCodes)> TurnOnAsync()
    {
        var user = await identity.SignUpAsync();
        var enrolled = await identity.Users.EnrolTotpAsync(new EnrolTotpRequest { Password = IdentityFixture.Password }, IdentityFixture.By(user));
        HttpUtility.ParseQueryString(new Uri(enrolled.Uri).Query)["secret"].ShouldBe(enrolled.Secret);
        var secret = Decode(enrolled.Secret);
        var confirmed = await identity.Users.ConfirmTotpAsync(
            new ConfirmTotpRequest { Code = Totp.CodeOf(secret, Totp.StepOf(identity.Clock.GetUtcNow())) }, IdentityFixture.By(user));
        return (user, secret, confirmed.RecoveryCodes);
    }

    // The code after the one that was used last.
    private string NextCode(byte[] secret)
    {
        identity.Clock.Advance(TimeSpan.FromSeconds(60));
        return Totp.CodeOf(secret, Totp.StepOf(identity.Clock.GetUtcNow()));
    }

    private static byte[] Decode(string base32)
    {
        var bits = string.Concat(base32.Select(c => Convert.ToString("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".IndexOf(c, StringComparison.Ordinal), 2).PadLeft(5, '0')));
        return [.. Enumerable.Range(0, bits.Length / 8).Select(i => Convert.ToByte(bits.Substring(8 * i, 8), 2))];
    }
}
