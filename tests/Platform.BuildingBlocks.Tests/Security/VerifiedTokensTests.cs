using System.Globalization;
using System.Security.Cryptography;
using Platform.Security.Tokens;
using Platform.Testing;

namespace Platform.BuildingBlocks.Tests.Security;

/// <summary>What is remembered of tokens that were verified, and that nothing but the mathematics of the signature is.</summary>
public sealed class VerifiedTokensTests : IDisposable
{
    private static readonly AccessTokenRules Rules = new("https://issuer", "platform", TimeSpan.FromSeconds(30));

    private readonly ManualTimeProvider _clock = new();
    private readonly CountingKey _key = new();
    private readonly Keys _keys = new();
    private readonly AccessTokenValidator _validator;

    public VerifiedTokensTests()
    {
        _validator = new AccessTokenValidator(Rules, _keys, _clock);
        _keys.Published["key"] = _key;
    }

    public void Dispose() => _key.Dispose();

    [Fact]
    public async Task Validate_SameTokenAgain_VerifiesOnceAndSaysTheSame()
    {
        var token = Write(lifetime: TimeSpan.FromMinutes(15));

        var first = await ValidateAsync(token);
        var again = await ValidateAsync(new string(token));

        again.ShouldBe(first);
        again.IsValid.ShouldBeTrue();
        _key.Verifications.ShouldBe(1);
    }

    [Fact]
    public async Task Validate_AfterTheLifetime_VerifiesAgain()
    {
        var token = Write(lifetime: TimeSpan.FromMinutes(15));
        await ValidateAsync(token);

        _clock.Advance(VerifiedTokens.Lifetime - TimeSpan.FromTicks(1));
        await ValidateAsync(token);
        _key.Verifications.ShouldBe(1);

        // Counted from the verification, however often the token was shown since.
        _clock.Advance(TimeSpan.FromTicks(1));
        (await ValidateAsync(token)).IsValid.ShouldBeTrue();
        _key.Verifications.ShouldBe(2);
    }

    [Fact]
    public async Task Validate_RememberedTokenWhoseTimeIsOver_IsExpired()
    {
        var strict = new AccessTokenValidator(Rules with { ClockSkew = TimeSpan.Zero }, _keys, _clock);
        var token = Write(lifetime: TimeSpan.FromSeconds(5));
        (await strict.ValidateAsync(token, CancellationToken.None)).IsValid.ShouldBeTrue();

        _clock.Advance(TimeSpan.FromSeconds(5));

        (await strict.ValidateAsync(token, CancellationToken.None)).Failure.ShouldBe(TokenFailure.Expired);
        _key.Verifications.ShouldBe(1);
    }

    [Fact]
    public async Task Validate_KeyNoLongerPublished_IsRefusedAtOnce()
    {
        var token = Write(lifetime: TimeSpan.FromMinutes(15));
        await ValidateAsync(token);

        _keys.Published.Clear();

        (await ValidateAsync(token)).Failure.ShouldBe(TokenFailure.UnknownKey);
    }

    [Fact]
    public async Task Validate_AnotherKeyUnderTheId_VerifiesWithThatOne()
    {
        var token = Write(lifetime: TimeSpan.FromMinutes(15));
        await ValidateAsync(token);
        using var other = new CountingKey();

        _keys.Published["key"] = other;

        (await ValidateAsync(token)).Failure.ShouldBe(TokenFailure.WrongSignature);
        other.Verifications.ShouldBe(1);
    }

    [Fact]
    public async Task Validate_ForgedToken_IsVerifiedEachTimeAndNeverRemembered()
    {
        var token = Write(lifetime: TimeSpan.FromMinutes(15));
        await ValidateAsync(token);
        using var forger = new CountingKey();
        var forged = AccessTokenFormat.Write(Token(1, TimeSpan.FromMinutes(15)), forger.Signer, "key");
        // The signature of a token that is remembered, under what another one says.
        var mixed = forged[..forged.LastIndexOf('.')] + token[token.LastIndexOf('.')..];

        for (var i = 0; i < 3; i++)
        {
            (await ValidateAsync(forged)).Failure.ShouldBe(TokenFailure.WrongSignature);
            (await ValidateAsync(mixed)).Failure.ShouldBe(TokenFailure.WrongSignature);
        }

        _key.Verifications.ShouldBe(7);
    }

    [Fact]
    public async Task Validate_SignedButRefused_IsNotRemembered()
    {
        var early = AccessTokenFormat.Write(Token(1, TimeSpan.FromMinutes(15)) with { IssueTime = _clock.GetUtcNow().AddMinutes(1) }, _key.Signer, "key");

        (await ValidateAsync(early)).Failure.ShouldBe(TokenFailure.NotYetValid);
        (await ValidateAsync(early)).Failure.ShouldBe(TokenFailure.NotYetValid);

        _key.Verifications.ShouldBe(2);
    }

    [Fact]
    public void Add_ManyTokens_RemembersTheLastOnesAndNeverMoreThanTheCapacity()
    {
        var tokens = new VerifiedTokens(_clock);
        var claims = new AccessTokenClaims(Token(0, TimeSpan.FromMinutes(15)), _clock.GetUtcNow());
        var most = 0;

        for (var i = 0; i < 3 * VerifiedTokens.Capacity; i++)
        {
            tokens.Add(HashOf(i), claims, "key", _key);
            most = Math.Max(most, tokens.Count);
        }

        most.ShouldBe(VerifiedTokens.Capacity);
        tokens.TryGet(HashOf((3 * VerifiedTokens.Capacity) - (VerifiedTokens.Capacity / 2)), out _).ShouldBeTrue();
        tokens.TryGet(HashOf(0), out _).ShouldBeFalse();
    }

    [Theory]
    [InlineData("a", "b")]
    [InlineData("é", "?")]
    [InlineData("\ud800", "\ufffd")]
    [InlineData("a", "a\0")]
    public void Hash_DifferentTexts_AreDifferent(string one, string other) => TokenHash.Of(one).ShouldNotBe(TokenHash.Of(other));

    private static TokenHash HashOf(int number) => TokenHash.Of(number.ToString(CultureInfo.InvariantCulture));

    private ValueTask<TokenResult> ValidateAsync(string token) => _validator.ValidateAsync(token, CancellationToken.None);

    private string Write(TimeSpan lifetime) => AccessTokenFormat.Write(Token(0, lifetime), _key.Signer, "key");

    private AccessToken Token(int number, TimeSpan lifetime) => new()
    {
        Subject = $"users/{number}",
        Id = "1",
        Issuer = Rules.Issuer,
        Audience = Rules.Audience,
        IssueTime = _clock.GetUtcNow(),
        ExpireTime = _clock.GetUtcNow() + lifetime,
        Roles = ["customer"],
        Scopes = ["*"],
    };

    private sealed class Keys : IVerificationKeys
    {
        public Dictionary<string, ECDsa> Published { get; } = [];

        public ValueTask<ECDsa?> FindAsync(string keyId, CancellationToken cancellationToken) => new(Published.GetValueOrDefault(keyId));
    }

    /// <summary>A key that counts what it verifies.</summary>
    private sealed class CountingKey : ECDsa
    {
        public ECDsa Signer { get; } = Create(ECCurve.NamedCurves.nistP256);

        public int Verifications { get; private set; }

        public override byte[] SignHash(byte[] hash) => Signer.SignHash(hash);

        public override bool VerifyHash(byte[] hash, byte[] signature)
        {
            Verifications++;
            return Signer.VerifyHash(hash, signature);
        }

        protected override byte[] HashData(byte[] data, int offset, int count, HashAlgorithmName hashAlgorithm) => SHA256.HashData(data.AsSpan(offset, count));

        protected override void Dispose(bool disposing)
        {
            if (disposing) Signer.Dispose();
            base.Dispose(disposing);
        }
    }
}
