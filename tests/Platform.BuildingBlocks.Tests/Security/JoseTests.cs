using System.Security.Cryptography;
using System.Text;
using Platform.Security.Jose;

namespace Platform.BuildingBlocks.Tests.Security;

public sealed class JoseTests
{
    // RFC 7515, appendix A.3: header {"alg":"ES256"}, its key and its signature.
    private const string RfcToken =
        "eyJhbGciOiJFUzI1NiJ9"
        + ".eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlfQ"
        + ".DtEhU3ljbEg8L38VWAfUAqOyKAM6-Xx-F4GawxaepmXFCgfTjDxw5djxLa8ISlSApmWQxfKTUJqPP3-Kg6NU1Q";

    private static readonly JsonWebKey RfcKey = new()
    {
        KeyType = "EC",
        Curve = "P-256",
        X = "f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU",
        Y = "x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0",
    };

    [Fact]
    public void Verify_TokenOfRfc7515_IsSignedByItsKey()
    {
        using var key = RfcKey.ToVerifier().ShouldNotBeNull();

        CompactJws.TryParse(RfcToken, out var jws).ShouldBeTrue();

        jws.IsSignedBy(key).ShouldBeTrue();
        Encoding.UTF8.GetString(jws.Header.Span).ShouldBe("""{"alg":"ES256"}""");
        Encoding.UTF8.GetString(jws.Payload.Span).ShouldContain("\"joe\"");
    }

    [Fact]
    public void Verify_AnyByteChanged_IsNotSigned()
    {
        using var key = RfcKey.ToVerifier().ShouldNotBeNull();

        for (var i = 0; i < RfcToken.Length; i++)
        {
            var changed = RfcToken.ToCharArray();
            changed[i] = changed[i] == 'A' ? 'B' : 'A';

            var isBelieved = CompactJws.TryParse(new string(changed), out var jws) && jws.IsSignedBy(key);

            isBelieved.ShouldBeFalse($"character {i}");
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("a.b")]
    [InlineData("YQ.YQ.YQ.YQ")]
    [InlineData("YQ==.YQ.YQ")]
    [InlineData("Y Q.YQ.YQ")]
    [InlineData("YR.YQ.YQ")]
    [InlineData("Y+8.YQ.YQ")]
    public void Parse_NotThreePartsOfStrictBase64Url_Fails(string text) => CompactJws.TryParse(text, out _).ShouldBeFalse();

    [Fact]
    public void Sign_ThenVerify_IsSignedByThatKeyOnly()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var other = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var verifier = JsonWebKey.FromKey(key).ToVerifier().ShouldNotBeNull();

        var token = CompactJws.Sign("{}"u8, "payload"u8, key);

        CompactJws.TryParse(token, out var jws).ShouldBeTrue();
        jws.IsSignedBy(verifier).ShouldBeTrue();
        jws.IsSignedBy(other).ShouldBeFalse();
    }

    // RFC 7638, section 3.2: the members crv, kty, x, y in this order and nothing else. Hashed with openssl.
    [Fact]
    public void Thumbprint_KeyOfRfc7515_IsTheHashOfItsRequiredMembers() =>
        (RfcKey with { KeyId = "any", Use = "sig" }).Thumbprint().ShouldBe("oKIywvGUpTVTyxMQ3bwIIeQUudfr_CkLMjCE19ECD-U");

    [Theory]
    [InlineData("RSA", "P-256", "f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU")]
    [InlineData("EC", "P-384", "f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU")]
    [InlineData("EC", "P-256", "f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEQ")]
    [InlineData("EC", "P-256", "AA")]
    [InlineData("EC", "P-256", null)]
    public void ToVerifier_KeyThatIsNone_IsNull(string type, string curve, string? x) =>
        (RfcKey with { KeyType = type, Curve = curve, X = x }).ToVerifier().ShouldBeNull();

    [Fact]
    public void FromKey_OtherCurve_Fails()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP384);

        Should.Throw<ArgumentException>(() => JsonWebKey.FromKey(key));
    }
}
