using System.Security.Cryptography;

namespace Platform.Security.Jose;

/// <summary>ECDSA on P-256 with SHA-256 (RFC 7518, section 3.4). The one algorithm: a token does not choose how it is verified.</summary>
public static class Es256
{
    /// <summary>Its name in <c>alg</c>.</summary>
    public const string Algorithm = "ES256";

    /// <summary>The length of a signature, in bytes: R and S.</summary>
    public const int SignatureLength = 64;

    /// <summary>Signs.</summary>
    public static byte[] Sign(ECDsa key, ReadOnlySpan<byte> input)
    {
        ArgumentNullException.ThrowIfNull(key);
        return key.SignData(input, HashAlgorithmName.SHA256, DSASignatureFormat.IeeeP1363FixedFieldConcatenation);
    }

    /// <summary>Whether the signature is the key's, of this input.</summary>
    public static bool Verify(ECDsa key, ReadOnlySpan<byte> input, ReadOnlySpan<byte> signature)
    {
        ArgumentNullException.ThrowIfNull(key);
        return signature.Length == SignatureLength
            && key.VerifyData(input, signature, HashAlgorithmName.SHA256, DSASignatureFormat.IeeeP1363FixedFieldConcatenation);
    }
}
