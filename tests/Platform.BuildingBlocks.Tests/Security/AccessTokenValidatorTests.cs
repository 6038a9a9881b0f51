using System.Security.Cryptography;
using System.Text;
using Platform.Security.Jose;
using Platform.Security.Tokens;
using Platform.Testing;

namespace Platform.BuildingBlocks.Tests.Security;

public sealed class AccessTokenValidatorTests : IDisposable
{
    private const string Header = """{"alg":"ES256","typ":"at+jwt","kid":"key"}""";
    private const string Claims = """{"iss":"https://issuer","sub":"users/1","aud":"platform","iat":1767225600,"exp":1767226500,"jti":"1","scope":"a b","roles":["rider"]}""";

    private static readonly DateTimeOffset Now = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private readonly ECDsa _key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    private readonly ManualTimeProvider _clock = new(Now);
    private readonly AccessTokenValidator _validator;

    public AccessTokenValidatorTests() => _validator = new AccessTokenValidator(
        new AccessTokenRules("https://issuer", "platform", TimeSpan.FromSeconds(30)), new OneKey(_key), _clock);

    public void Dispose() => _key.Dispose();

    [Fact]
    public async Task Validate_TokenThatWasWritten_SaysWhatWasWritten()
    {
        var token = new AccessToken
        {
            Subject = "users/1",
            Id = "1",
            Issuer = "https://issuer",
            Audience = "platform",
            IssueTime = Now,
            ExpireTime = Now.AddMinutes(15),
            Roles = ["customer", "driver"],
            Scopes = ["links", "rides"],
        };

        var result = await ValidateAsync(AccessTokenFormat.Write(token, _key, "key"));

        result.Failure.ShouldBeNull();
        var read = result.Token.ShouldNotBeNull();
        read.Roles.ShouldBe(token.Roles);
        read.Scopes.ShouldBe(token.Scopes);
        (read with { Roles = token.Roles, Scopes = token.Scopes }).ShouldBe(token);
    }

    [Theory]
    [InlineData("{\"alg\":\"none\",\"typ\":\"at+jwt\",\"kid\":\"key\"}", TokenFailure.WrongAlgorithm)]
    [InlineData("{\"alg\":\"HS256\",\"typ\":\"at+jwt\",\"kid\":\"key\"}", TokenFailure.WrongAlgorithm)]
    [InlineData("{\"alg\":\"es256\",\"typ\":\"at+jwt\",\"kid\":\"key\"}", TokenFailure.WrongAlgorithm)]
    [InlineData("{\"alg\":\"ES256\",\"typ\":\"JWT\",\"kid\":\"key\"}", TokenFailure.WrongHeader)]
    [InlineData("{\"alg\":\"ES256\",\"typ\":\"at+jwt\",\"kid\":\"\"}", TokenFailure.WrongHeader)]
    [InlineData("{\"alg\":\"ES256\",\"typ\":\"at+jwt\",\"kid\":\"key\",\"crit\":[\"exp\"]}", TokenFailure.WrongHeader)]
    [InlineData("{\"alg\":\"ES256\",\"typ\":\"at+jwt\",\"kid\":\"other\"}", TokenFailure.UnknownKey)]
    [InlineData("{\"alg\":\"ES256\",\"typ\":\"at+jwt\"}", TokenFailure.Malformed)]
    [InlineData("{\"alg\":\"ES256\",\"alg\":\"ES256\",\"typ\":\"at+jwt\",\"kid\":\"key\"}", TokenFailure.Malformed)]
    [InlineData("{\"alg\":[\"ES256\"],\"typ\":\"at+jwt\",\"kid\":\"key\"}", TokenFailure.Malformed)]
    [InlineData("[]", TokenFailure.Malformed)]
    [InlineData("not json", TokenFailure.Malformed)]
    [InlineData("", TokenFailure.Malformed)]
    public async Task Validate_WrongHeader_IsRefused(string header, TokenFailure expected) =>
        (await ValidateAsync(Sign(header, Claims))).Failure.ShouldBe(expected);

    [Theory]
    [InlineData("https://issuer", "https://other", TokenFailure.WrongIssuer)]
    [InlineData("\"platform\"", "\"others\"", TokenFailure.WrongAudience)]
    [InlineData("\"platform\"", "[\"others\"]", TokenFailure.WrongAudience)]
    [InlineData("\"platform\"", "[]", TokenFailure.WrongAudience)]
    [InlineData("\"platform\"", "1", TokenFailure.Malformed)]
    [InlineData("1767226500", "1767225570", TokenFailure.Expired)]
    [InlineData("1767226500", "\"1767226500\"", TokenFailure.Malformed)]
    [InlineData("1767226500", "1e300", TokenFailure.Malformed)]
    [InlineData("1767226500", "9223372036854775807", TokenFailure.Malformed)]
    [InlineData("\"iat\":1767225600", "\"iat\":1767225631", TokenFailure.NotYetValid)]
    [InlineData("\"jti\":\"1\"", "\"jti\":\"1\",\"nbf\":1767225631", TokenFailure.NotYetValid)]
    [InlineData("\"jti\":\"1\",", "", TokenFailure.Malformed)]
    [InlineData("\"sub\":\"users/1\"", "\"sub\":\"\"", TokenFailure.Malformed)]
    [InlineData("\"sub\":\"users/1\"", "\"sub\":\"users/1\",\"sub\":\"users/2\"", TokenFailure.Malformed)]
    [InlineData("[\"rider\"]", "\"admin\"", TokenFailure.Malformed)]
    [InlineData("[\"rider\"]", "[null]", TokenFailure.Malformed)]
    public async Task Validate_WrongClaims_IsRefused(string right, string wrong, TokenFailure expected) =>
        (await ValidateAsync(Sign(Header, Claims.Replace(right, wrong, StringComparison.Ordinal)))).Failure.ShouldBe(expected);

    [Fact]
    public async Task Validate_AudienceAmongOthers_IsBelieved() =>
        (await ValidateAsync(Sign(Header, Claims.Replace("\"platform\"", "[\"others\",\"platform\"]", StringComparison.Ordinal)))).IsValid.ShouldBeTrue();

    [Fact]
    public async Task Validate_SignedByAnotherKey_IsRefused()
    {
        using var other = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var token = CompactJws.Sign(Encoding.UTF8.GetBytes(Header), Encoding.UTF8.GetBytes(Claims), other);

        (await ValidateAsync(token)).Failure.ShouldBe(TokenFailure.WrongSignature);
    }

    [Fact]
    public async Task Validate_HashedWithThePublicKey_IsRefused()
    {
        var header = Header.Replace("ES256", "HS256", StringComparison.Ordinal);
        var input = $"{StrictBase64Url.Encode(Encoding.UTF8.GetBytes(header))}.{StrictBase64Url.Encode(Encoding.UTF8.GetBytes(Claims))}";
        var signature = HMACSHA256.HashData(_key.ExportSubjectPublicKeyInfo(), Encoding.ASCII.GetBytes(input));

        (await ValidateAsync($"{input}.{StrictBase64Url.Encode(signature)}")).Failure.ShouldBe(TokenFailure.WrongAlgorithm);
    }

    [Fact]
    public async Task Validate_WithoutSignature_IsRefused()
    {
        var token = Sign(Header, Claims);

        (await ValidateAsync(token[..(token.LastIndexOf('.') + 1)])).Failure.ShouldBe(TokenFailure.WrongSignature);
    }

    [Fact]
    public async Task Validate_DerSignature_IsRefused()
    {
        var input = $"{StrictBase64Url.Encode(Encoding.UTF8.GetBytes(Header))}.{StrictBase64Url.Encode(Encoding.UTF8.GetBytes(Claims))}";
        var der = _key.SignData(Encoding.ASCII.GetBytes(input), HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence);

        (await ValidateAsync($"{input}.{StrictBase64Url.Encode(der)}")).Failure.ShouldBe(TokenFailure.WrongSignature);
    }

    [Fact]
    public async Task Validate_OversizedToken_IsRefusedUnread() =>
        (await ValidateAsync(new string('a', AccessTokenFormat.MaxLength + 1))).Failure.ShouldBe(TokenFailure.TooLong);

    [Fact]
    public async Task Validate_WhileTimePasses_EndsWithItsTimeAndTheSkew()
    {
        var token = Sign(Header, Claims);

        _clock.Advance(TimeSpan.FromSeconds(900 + 29));
        (await ValidateAsync(token)).IsValid.ShouldBeTrue();

        _clock.Advance(TimeSpan.FromSeconds(1));
        (await ValidateAsync(token)).Failure.ShouldBe(TokenFailure.Expired);
    }

    private ValueTask<TokenResult> ValidateAsync(string token) => _validator.ValidateAsync(token, CancellationToken.None);

    private string Sign(string header, string claims) => CompactJws.Sign(Encoding.UTF8.GetBytes(header), Encoding.UTF8.GetBytes(claims), _key);

    private sealed class OneKey(ECDsa key) : IVerificationKeys
    {
        public ValueTask<ECDsa?> FindAsync(string keyId, CancellationToken cancellationToken) => new(keyId == "key" ? key : null);
    }
}
