using FsCheck;
using FsCheck.Fluent;
using Platform.Identity.Domain.Tokens;

namespace Platform.Identity.Tests.Domain;

public sealed class RefreshFamilyTests
{
    private static readonly RefreshLifetimes Lifetimes = new(TimeSpan.FromDays(30), TimeSpan.FromDays(90));
    private static readonly DateTimeOffset Start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Show_AnySequenceOfTokens_OnlyTheNewestGoesOnAndAnyOtherEndsAll() => Prop.ForAll(
        Gen.Choose(0, 6).ListOf().ToArbitrary(),
        picks =>
        {
            var (family, first) = Begin();
            var tokens = new List<RefreshToken> { first };
            var isEnded = false;
            foreach (var pick in picks)
            {
                // Mostly the newest, else one from before.
                var token = pick > 2 ? tokens[^1] : tokens[Math.Max(0, tokens.Count - 1 - pick)];
                var outcome = family.Show(token, Lifetimes, Start);
                if (isEnded)
                {
                    outcome.ShouldBeOfType<RefreshOutcome.Refused>();
                }
                else if (ReferenceEquals(token, tokens[^1]))
                {
                    var rotated = outcome.ShouldBeOfType<RefreshOutcome.Rotated>();
                    family = rotated.Family;
                    tokens.Add(rotated.Next);
                }
                else
                {
                    family = outcome.ShouldBeOfType<RefreshOutcome.Reused>().Family;
                    isEnded = true;
                }
            }
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(500));

    [Fact]
    public void Show_TokenThatSomebodyMadeUp_ChangesNothing()
    {
        var (family, token) = Begin();
        var bytes = Convert.FromHexString(family.Id);
        var forged = RefreshToken.TryParse("rt_" + Security.Jose.StrictBase64Url.Encode([.. bytes, .. new byte[48]])).ShouldNotBeNull();

        family.Show(forged, Lifetimes, Start).ShouldBeOfType<RefreshOutcome.Refused>();
        family.Knows(forged).ShouldBeFalse();
        family.Show(token, Lifetimes, Start).ShouldBeOfType<RefreshOutcome.Rotated>();
    }

    [Theory]
    [InlineData(29, true)]
    [InlineData(30, false)]
    public void Show_IdleToken_Ends(int days, bool isGood)
    {
        var (family, token) = Begin();

        (family.Show(token, Lifetimes, Start.AddDays(days)) is RefreshOutcome.Rotated).ShouldBe(isGood);
    }

    [Fact]
    public void Show_UsedEveryWeek_EndsAfterTheAbsoluteLifetime()
    {
        var (family, token) = Begin();
        var day = 0;
        while (family.Show(token, Lifetimes, Start.AddDays(day)) is RefreshOutcome.Rotated rotated)
        {
            (family, token) = (rotated.Family, rotated.Next);
            day += 7;
        }

        day.ShouldBe(91);
    }

    [Theory]
    [InlineData("")]
    [InlineData("rt_")]
    [InlineData("rt_AAAA")]
    [InlineData("pk_AAAA")]
    public void TryParse_WhatIsNone_IsNull(string text) => RefreshToken.TryParse(text).ShouldBeNull();

    [Fact]
    public void TryParse_Formatted_IsTheSame()
    {
        var token = RefreshToken.Create();

        var parsed = RefreshToken.TryParse(token.Format()).ShouldNotBeNull();

        parsed.Format().ShouldBe(token.Format());
        RefreshToken.TryParse(token.Format() + "=").ShouldBeNull();
    }

    private static (RefreshFamily Family, RefreshToken Token) Begin() => RefreshFamily.Begin("ada", 0, "*", Lifetimes, Start);
}
