using System.Text;
using Platform.Identity.Domain.Factors;

namespace Platform.Identity.Tests.Domain;

public sealed class TotpTests
{
    private static readonly byte[] Secret = Encoding.ASCII.GetBytes("12345678901234567890");
    private static readonly DateTimeOffset Now = DateTimeOffset.FromUnixTimeSeconds(1_111_111_111);

    // RFC 6238, appendix B, SHA-1.
    [Theory]
    [InlineData(59, "94287082")]
    [InlineData(1111111109, "07081804")]
    [InlineData(1111111111, "14050471")]
    [InlineData(1234567890, "89005924")]
    [InlineData(2000000000, "69279037")]
    [InlineData(20000000000, "65353130")]
    public void CodeOf_VectorsOfTheRfc_Match(long seconds, string code) =>
        Totp.CodeOf(Secret, Totp.StepOf(DateTimeOffset.FromUnixTimeSeconds(seconds)), digits: 8).ShouldBe(code);

    // RFC 4226, appendix D.
    [Theory]
    [InlineData(0, "755224")]
    [InlineData(1, "287082")]
    [InlineData(9, "520489")]
    public void CodeOf_VectorsOfHotp_Match(long step, string code) => Totp.CodeOf(Secret, step).ShouldBe(code);

    [Theory]
    [InlineData(-2, false)]
    [InlineData(-1, true)]
    [InlineData(0, true)]
    [InlineData(1, true)]
    [InlineData(2, false)]
    public void Verify_CodeOfANearStep_IsAccepted(int steps, bool expected)
    {
        var step = Totp.StepOf(Now) + steps;

        Totp.Verify(Secret, Totp.CodeOf(Secret, step), Now, lastStep: 0).ShouldBe(expected ? step : null);
    }

    [Theory]
    [InlineData("")]
    [InlineData("12345")]
    [InlineData("0504711")]
    [InlineData("５０４７１０")]
    public void Verify_WhatIsNoCode_IsRefused(string code) => Totp.Verify(Secret, code, Now, lastStep: 0).ShouldBeNull();

    [Fact]
    public void WithCode_SameCodeTwice_IsRefusedTheSecondTime()
    {
        var factor = new SecondFactor { EncryptedSecret = [] };
        var code = Totp.CodeOf(Secret, Totp.StepOf(Now));

        var used = factor.WithCode(Secret, code, Now);

        used.ShouldNotBeNull();
        used.WithCode(Secret, code, Now).ShouldBeNull();
        used.WithCode(Secret, Totp.CodeOf(Secret, Totp.StepOf(Now) - 1), Now).ShouldBeNull("an older code than one that was used");
        used.WithCode(Secret, Totp.CodeOf(Secret, Totp.StepOf(Now) + 1), Now).ShouldNotBeNull();
    }

    [Fact]
    public void UriOf_AnyUser_IsEscaped() => Totp.UriOf([0xFF], "Plat form", "a+b@c").ShouldBe(
        "otpauth://totp/Plat%20form:a%2Bb%40c?secret=74&issuer=Plat%20form&algorithm=SHA1&digits=6&period=30");

    // RFC 4648, section 10, without padding.
    [Theory]
    [InlineData("", "")]
    [InlineData("f", "MY")]
    [InlineData("fo", "MZXQ")]
    [InlineData("foo", "MZXW6")]
    [InlineData("foob", "MZXW6YQ")]
    [InlineData("fooba", "MZXW6YTB")]
    [InlineData("foobar", "MZXW6YTBOI")]
    public void Encode_VectorsOfTheRfc_Match(string text, string encoded) => Base32.Encode(Encoding.ASCII.GetBytes(text)).ShouldBe(encoded);

    [Fact]
    public void RecoveryCodes_EachOnce_InAnyCaseAndGrouping()
    {
        var codes = RecoveryCodes.Create();
        var factor = new SecondFactor { EncryptedSecret = [], RecoveryHashes = [.. codes.Select(RecoveryCodes.Hash)] };

        var used = factor.WithRecoveryCode(codes[3].Replace("-", " ", StringComparison.Ordinal).ToLowerInvariant());

        codes.Distinct().Count().ShouldBe(RecoveryCodes.Count);
        used.ShouldNotBeNull().RecoveryHashes.Count.ShouldBe(RecoveryCodes.Count - 1);
        used.WithRecoveryCode(codes[3]).ShouldBeNull();
        used.WithRecoveryCode(codes[4]).ShouldNotBeNull();
        used.WithRecoveryCode("").ShouldBeNull();
        used.WithRecoveryCode(new string('A', 1000)).ShouldBeNull();
    }
}
