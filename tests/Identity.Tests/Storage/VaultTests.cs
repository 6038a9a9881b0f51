using System.Security.Cryptography;
using Microsoft.Extensions.DependencyInjection;
using Platform.Identity.Storage;
using Platform.Identity.Tests.Api;

namespace Platform.Identity.Tests.Storage;

public sealed class VaultTests(IdentityFixture identity) : IClassFixture<IdentityFixture>
{
    private const string Purpose = "a test";

    private readonly Vault _vault = identity.Host.Services.GetRequiredService<Vault>();

    [Fact]
    public async Task EncryptAndDecrypt_ManyAtOnce_GiveEachTheirOwn()
    {
        await Parallel.ForAsync(0, 20_000, new ParallelOptions { MaxDegreeOfParallelism = 16 }, async (_, cancellationToken) =>
        {
            var secret = RandomNumberGenerator.GetBytes(64);

            var box = await _vault.EncryptAsync(Purpose, secret, cancellationToken);

            (await _vault.DecryptAsync(Purpose, box, cancellationToken)).ShouldBe(secret);
        });
    }

    [Theory]
    [InlineData("another purpose", -1)]
    [InlineData(Purpose, 0)]
    [InlineData(Purpose, 20)]
    [InlineData(Purpose, 40)]
    public async Task Decrypt_AnotherPurposeOrAChangedByte_IsRefused(string purpose, int changed)
    {
        var box = await _vault.EncryptAsync(Purpose, RandomNumberGenerator.GetBytes(32), default);
        if (changed >= 0)
        {
            box[changed] ^= 1;
        }

        await Should.ThrowAsync<CryptographicException>(async () => await _vault.DecryptAsync(purpose, box, default));
    }
}
