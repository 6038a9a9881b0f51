using Platform.Identity.Domain.Accounts;
using Platform.Identity.Domain.Passwords;

namespace Platform.Identity.Tests.Domain;

public sealed class PasswordTests
{
    private const string Password = "correct horse battery staple";

    [Fact]
    public void Create_SamePasswordTwice_GivesDifferentHashesThatBothVerify()
    {
        var (one, other) = (PasswordHash.Create(Password), PasswordHash.Create(Password));

        one.ShouldNotBe(other);
        one.ShouldStartWith("$pbkdf2-sha512$i=210000$");
        PasswordHash.Verify(Password, one).ShouldBeTrue();
        PasswordHash.Verify(Password, other).ShouldBeTrue();
        PasswordHash.Verify(Password + " ", one).ShouldBeFalse();
        PasswordHash.IsOutdated(one).ShouldBeFalse();
    }

    // Computed with another implementation (Python's hashlib.pbkdf2_hmac).
    [Fact]
    public void Verify_HashOfAnotherImplementation_Matches() => PasswordHash.Verify(
        "password",
        "$pbkdf2-sha512$i=1$c2FsdA==$hn9wzxreAs/zdSWZo6U9xK80x6ZpgVrl1RNVThyM8lLALUcKKFoFAbrZmb/pQ8CPBQI119aLHaVeY/c7YKV/zg==").ShouldBeTrue();

    [Fact]
    public void Verify_NoAccount_IsFalse() => PasswordHash.Verify(Password, hash: null).ShouldBeFalse();

    [Fact]
    public void IsOutdated_AnotherCost_IsTrue()
    {
        var cheap = PasswordHash.Create(Password, iterations: 1000);

        PasswordHash.Verify(Password, cheap).ShouldBeTrue();
        PasswordHash.IsOutdated(cheap).ShouldBeTrue();
    }

    [Theory]
    [InlineData("")]
    [InlineData("$pbkdf2-sha1$i=1000$AAAA$AAAA")]
    [InlineData("$pbkdf2-sha512$i=0$AAAA$AAAA")]
    [InlineData("$pbkdf2-sha512$i=99999999999$AAAA$AAAA")]
    [InlineData("$pbkdf2-sha512$i=1000$!$AAAA")]
    public void Verify_BrokenHash_Fails(string hash) => Should.Throw<FormatException>(() => PasswordHash.Verify(Password, hash));

    [Theory]
    [InlineData("1234567", "must have 8 to 128 characters")]
    [InlineData("Password123", "is one of the most common passwords")]
    [InlineData("aaaaaaaaaaaa", "is one of the most common passwords")]
    [InlineData("Ada.Lovelace", "must not be the username")]
    [InlineData("correct horse", null)]
    [InlineData("пароль-длинный", null)]
    [InlineData("🔑🔑🔑🔒🔒🔒🗝", "must have 8 to 128 characters")]
    public void ProblemOf_Password_IsSaid(string password, string? problem) => PasswordRules.ProblemOf(password, "ada.lovelace").ShouldBe(problem);

    [Fact]
    public void ProblemOf_129Characters_IsSaid() => PasswordRules.ProblemOf(string.Concat(Enumerable.Repeat("ab", 65))[..129], "ada").ShouldNotBeNull();

    [Theory]
    [InlineData("Ada", "ada")]
    [InlineData("ada+x@example.com", "ada+x@example.com")]
    [InlineData("ad", null)]
    [InlineData(".ada", null)]
    [InlineData("a da", null)]
    [InlineData("аda", null)]
    public void Normalize_Username_IsLowerCaseAscii(string text, string? expected) => Username.Normalize(text).ShouldBe(expected);
}
