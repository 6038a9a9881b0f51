using System.Security.Cryptography;
using Platform.Identity.Domain.Factors;
using Platform.Identity.Storage;

namespace Platform.Identity.SignIn;

/// <summary>Secrets of second factors, which are kept encrypted: unlike passwords they are needed as they are.</summary>
internal sealed class TotpSecrets(Vault vault)
{
    /// <summary>A new secret, and the factor that keeps it.</summary>
    public async Task<(byte[] Secret, SecondFactor Factor)> CreateAsync(string userId, CancellationToken cancellationToken)
    {
        var secret = RandomNumberGenerator.GetBytes(Totp.SecretSize);
        return (secret, new SecondFactor { EncryptedSecret = await vault.EncryptAsync(PurposeOf(userId), secret, cancellationToken) });
    }

    /// <summary>The secret of a factor.</summary>
    public ValueTask<byte[]> OpenAsync(string userId, SecondFactor factor, CancellationToken cancellationToken) =>
        vault.DecryptAsync(PurposeOf(userId), factor.EncryptedSecret, cancellationToken);

    private static string PurposeOf(string userId) => "totp " + userId;
}
