using System.Text;
using Platform.Payments.Domain;

namespace Platform.Payments.Tests.Domain;

public sealed class StripeSignatureTests
{
    private const string Secret = "whsec_test_secret";
    private static readonly DateTimeOffset Now = DateTimeOffset.FromUnixTimeSeconds(1_700_000_000);
    private static readonly byte[] Body = Encoding.UTF8.GetBytes("""{"id":"evt_test_webhook","object":"event"}""");

    // Computed with OpenSSL: printf '%s' '1700000000.{body}' | openssl dgst -sha256 -hmac whsec_test_secret
    private const string Known = "d95c6b7477fbd7e9f90b1b0ef5f9c7ac25abca5382460e0d988c2b2a5b71b990";

    [Fact]
    public void Sign_KnownInput_IsWhatOpenSslSays() => StripeSignature.Sign(Secret, Body, Now).ShouldBe("t=1700000000,v1=" + Known);

    [Theory]
    [InlineData(0)]
    [InlineData(300)]
    [InlineData(-300)]
    public void Verify_WithinTolerance_IsRight(int seconds) =>
        StripeSignature.Verify(Secret, StripeSignature.Sign(Secret, Body, Now), Body, Now.AddSeconds(seconds)).ShouldBeTrue();

    [Theory]
    [InlineData(301)]
    [InlineData(-301)]
    public void Verify_TooOld_IsWrong(int seconds) =>
        StripeSignature.Verify(Secret, StripeSignature.Sign(Secret, Body, Now), Body, Now.AddSeconds(seconds)).ShouldBeFalse();

    [Fact]
    public void Verify_OneOfTwoSignatures_IsRight() =>
        StripeSignature.Verify(Secret, $"t=1700000000,v0=00,v1={new string('0', 64)},v1={Known}", Body, Now).ShouldBeTrue();

    [Theory]
    [InlineData("")]
    [InlineData("t=1700000000")]
    [InlineData("t=1700000000,v0=" + Known)]
    [InlineData("t=1700000000,v1=" + Known + "00")]
    [InlineData("t=1700000000,v1=zz")]
    [InlineData("t=1700000001,v1=" + Known)]
    [InlineData("t=1700000000,t=1700000000,v1=" + Known)]
    [InlineData("t=-1,v1=" + Known)]
    [InlineData("v1=" + Known)]
    public void Verify_BrokenHeader_IsWrong(string header) => StripeSignature.Verify(Secret, header, Body, Now).ShouldBeFalse();

    [Fact]
    public void Verify_OtherBodyOrSecret_IsWrong()
    {
        var header = StripeSignature.Sign(Secret, Body, Now);

        StripeSignature.Verify(Secret, header, [.. Body, (byte)' '], Now).ShouldBeFalse();
        StripeSignature.Verify("another", header, Body, Now).ShouldBeFalse();
    }
}
