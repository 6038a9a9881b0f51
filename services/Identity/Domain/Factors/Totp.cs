using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Platform.Identity.Domain.Factors;

/// <summary>Time-based one-time passwords (RFC 6238) as authenticator apps know them: HMAC-SHA-1, 30 seconds, six digits.</summary>
internal static class Totp
{
    public const int SecretSize = 20;
    public const int Digits = 6;

    private const int StepSeconds = 30;

    /// <summary>Codes of that many steps before and after count too: clocks differ, and people type slowly.</summary>
    private const int Tolerance = 1;

    /// <summary>The step that a time is in.</summary>
    public static long StepOf(DateTimeOffset time) => time.ToUnixTimeSeconds() / StepSeconds;

    /// <summary>The code of a step (RFC 4226, section 5.3).</summary>
    public static string CodeOf(byte[] secret, long step, int digits = Digits)
    {
        Span<byte> counter = stackalloc byte[sizeof(long)];
        BinaryPrimitives.WriteInt64BigEndian(counter, step);
#pragma warning disable CA5350 // The RFC's, and what all apps speak; HMAC does not rest on what is broken in SHA-1.
        var hash = HMACSHA1.HashData(secret, counter);
#pragma warning restore CA5350
        var binary = BinaryPrimitives.ReadInt32BigEndian(hash.AsSpan(hash[^1] & 15)) & int.MaxValue;
        var modulus = (int)Math.Pow(10, digits);
        return (binary % modulus).ToString(CultureInfo.InvariantCulture).PadLeft(digits, '0');
    }

    /// <summary>The step whose code this is; null when it is none of now, or one that was used already or is older than that.</summary>
    /// <param name="secret">The secret.</param>
    /// <param name="code">What was typed.</param>
    /// <param name="now">The time.</param>
    /// <param name="lastStep">The last step whose code was used.</param>
    public static long? Verify(byte[] secret, string code, DateTimeOffset now, long lastStep)
    {
        long? found = null;
        var typed = Encoding.UTF8.GetBytes(code);
        for (var step = StepOf(now) - Tolerance; step <= StepOf(now) + Tolerance; step++)
        {
            var isCode = CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(CodeOf(secret, step)), typed);
            found = isCode && step > lastStep ? step : found;
        }

        return found;
    }

    /// <summary>What authenticator apps read from a QR code (the key URI format).</summary>
    public static string UriOf(byte[] secret, string issuer, string username) =>
        $"otpauth://totp/{Uri.EscapeDataString(issuer)}:{Uri.EscapeDataString(username)}"
        + $"?secret={Base32.Encode(secret)}&issuer={Uri.EscapeDataString(issuer)}&algorithm=SHA1&digits={Digits}&period={StepSeconds}";
}
