using System.Security.Cryptography;
using System.Text;
using Dapr.Client;

namespace Platform.Identity.Storage;

/// <summary>
/// Encrypts what must not lie open in the state store (private keys, secrets of second factors) with AES-256-GCM. The key is made of the secret
/// <c>identity-encryption-key</c>, which has 32 random characters or more, by HKDF (RFC 5869).
/// </summary>
internal sealed class Vault(DaprClient dapr)
{
    private const string SecretName = "identity-encryption-key";
    private const int MinSecretLength = 32;
    private const int KeySize = 32;
    private const int NonceSize = 12;
    private const int TagSize = 16;

    private byte[]? _key;

    /// <summary>Encrypts.</summary>
    /// <param name="purpose">What it is; decrypting needs the same, so nothing passes for something else.</param>
    /// <param name="plaintext">The secret.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <returns>Nonce, tag and ciphertext.</returns>
    public async ValueTask<byte[]> EncryptAsync(string purpose, byte[] plaintext, CancellationToken cancellationToken)
    {
        using var cipher = await CipherAsync(cancellationToken);
        var box = new byte[NonceSize + TagSize + plaintext.Length];
        var (nonce, tag) = (box.AsMemory(0, NonceSize), box.AsMemory(NonceSize, TagSize));
        RandomNumberGenerator.Fill(nonce.Span);
        cipher.Encrypt(nonce.Span, plaintext, box.AsSpan(NonceSize + TagSize), tag.Span, Encoding.UTF8.GetBytes(purpose));
        return box;
    }

    /// <summary>Decrypts.</summary>
    /// <exception cref="CryptographicException">It is something else, was changed, or was encrypted with another key.</exception>
    public async ValueTask<byte[]> DecryptAsync(string purpose, byte[] box, CancellationToken cancellationToken)
    {
        using var cipher = await CipherAsync(cancellationToken);
        if (box.Length < NonceSize + TagSize)
        {
            throw new CryptographicException("Nothing that was encrypted here is so short.");
        }

        var plaintext = new byte[box.Length - NonceSize - TagSize];
        cipher.Decrypt(
            box.AsSpan(0, NonceSize), box.AsSpan(NonceSize + TagSize), box.AsSpan(NonceSize, TagSize), plaintext, Encoding.UTF8.GetBytes(purpose));
        return plaintext;
    }

    // One for each use: a cipher is not for several threads.
    private async ValueTask<AesGcm> CipherAsync(CancellationToken cancellationToken) => new(await KeyAsync(cancellationToken), TagSize);

    private async ValueTask<byte[]> KeyAsync(CancellationToken cancellationToken)
    {
        if (_key is { } known)
        {
            return known;
        }

        var secret = (await dapr.GetSecretAsync(Stores.Secrets, SecretName, cancellationToken: cancellationToken))[SecretName];
        if (secret.Length < MinSecretLength)
        {
            throw new InvalidOperationException($"The secret {SecretName} must have {MinSecretLength} characters or more.");
        }

        return _key = HKDF.DeriveKey(HashAlgorithmName.SHA256, Encoding.UTF8.GetBytes(secret), KeySize, info: "platform identity vault"u8.ToArray());
    }
}
