using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Platform.Payments.Domain;

/// <summary>
/// Signatures of webhooks as Stripe makes them: the header is <c>t=seconds,v1=hex</c>, the signature HMAC-SHA256 of <c>seconds.body</c>, and there may be
/// several v1 while a secret is being replaced (https://docs.stripe.com/webhooks#verify-manually).
/// </summary>
public static class StripeSignature
{
    /// <summary>How old a signature may be, and how far ahead of us its clock.</summary>
    public static readonly TimeSpan Tolerance = TimeSpan.FromMinutes(5);

    private const int MaxHeaderLength = 2048;
    private const int MaxSignatures = 8;

    /// <summary>Signs a body.</summary>
    public static string Sign(string secret, ReadOnlySpan<byte> body, DateTimeOffset now)
    {
        var seconds = now.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        return $"t={seconds},v1={Convert.ToHexStringLower(Hash(secret, seconds, body))}";
    }

    /// <summary>Whether a header is a signature of the body, and of about now.</summary>
    public static bool Verify(string secret, string header, ReadOnlySpan<byte> body, DateTimeOffset now)
    {
        if (header.Length > MaxHeaderLength)
        {
            return false;
        }

        var parts = header.Split(',').Select(part => part.Trim().Split('=', 2)).Where(part => part.Length == 2).ToList();
        var times = parts.Where(part => part[0] == "t").Select(part => part[1]).ToList();
        if (times is not [var seconds]
            || !long.TryParse(seconds, NumberStyles.None, CultureInfo.InvariantCulture, out var time)
            || Math.Abs(now.ToUnixTimeSeconds() - time) > Tolerance.TotalSeconds)
        {
            return false;
        }

        var expected = Hash(secret, seconds, body);
        foreach (var signature in parts.Where(part => part[0] == "v1").Take(MaxSignatures))
        {
            if (IsHash(signature[1]) && CryptographicOperations.FixedTimeEquals(Convert.FromHexString(signature[1]), expected))
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsHash(string text) => text.Length == 2 * SHA256.HashSizeInBytes && text.All(char.IsAsciiHexDigit);

    private static byte[] Hash(string secret, string seconds, ReadOnlySpan<byte> body)
    {
        byte[] signed = [.. Encoding.UTF8.GetBytes(seconds + "."), .. body];
        return HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), signed);
    }
}
