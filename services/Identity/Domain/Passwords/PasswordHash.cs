using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Platform.Identity.Domain.Passwords;

/// <summary>
/// Passwords as they are kept: PBKDF2 (RFC 8018) with HMAC-SHA-512 and a random salt each, <c>$pbkdf2-sha512$i=210000$salt$hash</c>. The cost is
/// OWASP's (Password Storage Cheat Sheet, 2023); what was hashed with another one is hashed anew when its owner signs in.
/// </summary>
internal static class PasswordHash
{
    /// <summary>Iterations of new hashes.</summary>
    public const int Iterations = 210_000;

    private const int MaxIterations = 10_000_000;
    private const int SaltSize = 16;
    private const int HashSize = 64;
    private const string Scheme = "pbkdf2-sha512";

    /// <summary>Verified where there is no account, so that it takes as long as where there is one.</summary>
    private static readonly string Nobodys = Create(Convert.ToHexString(RandomNumberGenerator.GetBytes(SaltSize)));

    /// <summary>Hashes a password. Slow on purpose: about 0.1 s of a core.</summary>
    public static string Create(string password, int iterations = Iterations)
    {
        var salt = RandomNumberGenerator.GetBytes(SaltSize);
        var hash = Derive(password, salt, iterations, HashSize);
        return string.Create(CultureInfo.InvariantCulture, $"${Scheme}$i={iterations}${Convert.ToBase64String(salt)}${Convert.ToBase64String(hash)}");
    }

    /// <summary>Whether a password is the one, in constant time. As slow where there is no hash, and false.</summary>
    /// <param name="password">The password.</param>
    /// <param name="hash">What is kept; null where there is no such account.</param>
    /// <exception cref="FormatException">What is kept is broken.</exception>
    public static bool Verify(string password, string? hash)
    {
        var (iterations, salt, expected) = Parse(hash ?? Nobodys);
        return CryptographicOperations.FixedTimeEquals(Derive(password, salt, iterations, expected.Length), expected) & hash is not null;
    }

    /// <summary>Whether a hash was made with another cost than new ones.</summary>
    public static bool IsOutdated(string hash) => Parse(hash) is var (iterations, salt, expected)
        && (iterations != Iterations || salt.Length != SaltSize || expected.Length != HashSize);

    private static byte[] Derive(string password, byte[] salt, int iterations, int size) =>
        Rfc2898DeriveBytes.Pbkdf2(Encoding.UTF8.GetBytes(password), salt, iterations, HashAlgorithmName.SHA512, size);

    private static (int Iterations, byte[] Salt, byte[] Hash) Parse(string hash) =>
        hash.Split('$') is ["", Scheme, ['i', '=', .. var cost], var salt, var derived]
        && int.TryParse(cost, NumberStyles.None, CultureInfo.InvariantCulture, out var iterations)
        && iterations is > 0 and <= MaxIterations
            ? (iterations, Convert.FromBase64String(salt), Convert.FromBase64String(derived))
            : throw new FormatException("A password hash is broken.");
}
