using Grpc.Core;
using Microsoft.Extensions.DependencyInjection;
using Platform.Identity.Storage;
using Platform.Identity.V1;

namespace Platform.Identity.Tests.Api;

public sealed class TokenTests(IdentityFixture identity) : IClassFixture<IdentityFixture>
{
    private static readonly string[] Roles = ["customer"];

    [Fact]
    public async Task CreateToken_RightPassword_GivesATokenThatVerifiesWithThePublishedKeys()
    {
        var user = await identity.SignUpAsync();

        var tokens = await identity.SignInAsync(user);

        (tokens.TokenType, tokens.ExpiresIn, tokens.Scope).ShouldBe(("Bearer", 900, "*"));
        var token = await identity.ReadAsync(tokens);
        token.Subject.ShouldBe(user.UserId);
        token.Roles.ShouldBe(Roles);
        token.ExpireTime.ShouldBe(identity.Clock.GetUtcNow().AddMinutes(15));
    }

    [Fact]
    public async Task CreateToken_WhateverIsWrong_IsOneAnswer()
    {
        var user = await identity.SignUpAsync();
        var wrongs = new[] { (user.Username, "wrong password"), ("nobody-here", IdentityFixture.Password), ("!", "wrong password") };
        var answers = new List<string>();

        foreach (var (username, password) in wrongs)
        {
            var call = identity.Tokens.CreateTokenAsync(new CreateTokenRequest { Username = username, Password = password }, IdentityFixture.From("198.51.100.1"));
            var failure = await Should.ThrowAsync<RpcException>(async () => await call);
            answers.Add($"{failure.StatusCode} {failure.Status.Detail} {Convert.ToHexString(failure.Trailers.GetValueBytes("grpc-status-details-bin")!)}");
        }

        answers.Distinct().Count().ShouldBe(1);
        answers[0].ShouldStartWith("Unauthenticated");
    }

    [Fact]
    public async Task CreateToken_Scope_IsKeptByRefreshedTokens()
    {
        var user = await identity.SignUpAsync();
        var request = new CreateTokenRequest { Username = user.Username, Password = IdentityFixture.Password, Scope = "links.read" };

        var tokens = await identity.Tokens.CreateTokenAsync(request);
        var refreshed = await identity.Tokens.RefreshTokenAsync(new RefreshTokenRequest { RefreshToken = tokens.RefreshToken });

        (tokens.Scope, refreshed.Scope).ShouldBe(("links.read", "links.read"));
        request.Scope = "links.everything";
        (await identity.Tokens.CreateTokenAsync(request).ShouldBeInvalidAsync()).ShouldBe(["scope"]);
    }

    [Fact]
    public async Task RefreshToken_Reused_RevokesTheFamilyAndTellsTheAuditTrail()
    {
        var user = await identity.SignUpAsync();
        var other = await identity.SignInAsync(user);
        var first = await identity.SignInAsync(user);
        var second = await RefreshAsync(first);
        var third = await RefreshAsync(second);

        (await RefreshAsync(first).ShouldFailAsync(StatusCode.Unauthenticated)).ShouldBe("INVALID_REFRESH_TOKEN");

        (await RefreshAsync(third).ShouldFailAsync(StatusCode.Unauthenticated)).ShouldBe("INVALID_REFRESH_TOKEN");
        await RefreshAsync(other);
        (await ActionsAsync(user)).ShouldContain("REFRESH_TOKEN_REUSED");
    }

    [Fact]
    public async Task RefreshToken_ShownManyTimesAtOnce_IsGoodForOneAndRevokesTheFamily()
    {
        var tokens = await identity.SignInAsync(await identity.SignUpAsync());

        var outcomes = await Task.WhenAll(Enumerable.Range(0, 8).Select(async _ =>
        {
            try
            {
                return await RefreshAsync(tokens);
            }
            catch (RpcException refused) when (refused.StatusCode == StatusCode.Unauthenticated)
            {
                return null;
            }
        }));

        var winner = outcomes.OfType<TokenPair>().ShouldHaveSingleItem();
        await RefreshAsync(winner).ShouldFailAsync(StatusCode.Unauthenticated);
    }

    [Fact]
    public async Task RevokeToken_AnyOfTheFamily_EndsItAndNeverFails()
    {
        var first = await identity.SignInAsync(await identity.SignUpAsync());
        var second = await RefreshAsync(first);

        foreach (var token in new[] { first.RefreshToken, first.RefreshToken, "nonsense", "" })
        {
            await identity.Tokens.RevokeTokenAsync(new RevokeTokenRequest { RefreshToken = token });
        }

        await RefreshAsync(second).ShouldFailAsync(StatusCode.Unauthenticated);
    }

    [Fact]
    public async Task RevokeAllTokens_SignedInTwice_EndsBoth()
    {
        var user = await identity.SignUpAsync();
        var (one, other) = (await identity.SignInAsync(user), await identity.SignInAsync(user));

        await identity.Tokens.RevokeAllTokensAsync(new RevokeAllTokensRequest(), IdentityFixture.By(user));

        await RefreshAsync(one).ShouldFailAsync(StatusCode.Unauthenticated);
        await RefreshAsync(other).ShouldFailAsync(StatusCode.Unauthenticated);
        await RefreshAsync(await identity.SignInAsync(user));
    }

    [Fact]
    public async Task Keys_AMonthLater_RotateWithOverlapAndAreEncryptedInTheStore()
    {
        var user = await identity.SignUpAsync();
        var before = await KeyIdsAsync();

        identity.Clock.Advance(TimeSpan.FromDays(30) - TimeSpan.FromMinutes(30));
        var during = await KeyIdsAsync();
        var signedByOld = await identity.SignInAsync(user);
        // Published half an hour late, so it signs half an hour late: an hour after it was published, whatever the calendar says.
        identity.Clock.Advance(TimeSpan.FromMinutes(65));
        var signedByNew = await identity.SignInAsync(user);
        var overlapping = await KeyIdsAsync();
        identity.Clock.Advance(TimeSpan.FromMinutes(61));
        var after = await KeyIdsAsync();

        before.ShouldHaveSingleItem();
        during.Count.ShouldBe(2);
        overlapping.ShouldBe(during);
        after.ShouldBe([during[1]]);
        KeyIdOf(signedByOld).ShouldBe(during[0]);
        KeyIdOf(signedByNew).ShouldBe(during[1]);
        var ring = await identity.Host.Dapr.GetStateAsync<SigningKeys.KeyRing>("statestore", "signing-keys/ring");
        ring.Keys[^1].EncryptedPrivateKey.Length.ShouldBeGreaterThan(100);
        var vault = identity.Host.Services.GetRequiredService<Vault>();
        var opened = await vault.DecryptAsync("signing-key " + ring.Keys[^1].Id, ring.Keys[^1].EncryptedPrivateKey, default);
        ring.Keys[^1].EncryptedPrivateKey.AsSpan().IndexOf(opened.AsSpan(opened.Length - 32)).ShouldBe(-1);
    }

    private AsyncUnaryCall<TokenPair> RefreshAsync(TokenPair tokens) =>
        identity.Tokens.RefreshTokenAsync(new RefreshTokenRequest { RefreshToken = tokens.RefreshToken });

    private async Task<IReadOnlyList<string>> KeyIdsAsync() =>
        [.. (await identity.Tokens.GetJsonWebKeysAsync(new GetJsonWebKeysRequest())).Keys.Select(key => key.Kid)];

    private async Task<IEnumerable<string>> ActionsAsync(User user) =>
        (await identity.Users.ListAuditEventsAsync(new ListAuditEventsRequest { Parent = "users/me" }, IdentityFixture.By(user))).AuditEvents.Select(happened => happened.Action);

    private static string KeyIdOf(TokenPair tokens)
    {
        Security.Jose.CompactJws.TryParse(tokens.AccessToken, out var jws).ShouldBeTrue();
        return System.Text.Json.JsonDocument.Parse(jws!.Header).RootElement.GetProperty("kid").GetString()!;
    }
}
