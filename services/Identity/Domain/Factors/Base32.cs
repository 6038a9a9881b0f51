using System.Text;

namespace Platform.Identity.Domain.Factors;

/// <summary>Base32 (RFC 4648, section 6), without padding.</summary>
internal static class Base32
{
    private const string Alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    private const int BitsPerCharacter = 5;

    public static string Encode(ReadOnlySpan<byte> bytes)
    {
        var text = new StringBuilder();
        var (bits, count) = (0, 0);
        foreach (var each in bytes)
        {
            bits = (bits << 8) | each;
            for (count += 8; count >= BitsPerCharacter; count -= BitsPerCharacter)
            {
                text.Append(Alphabet[(bits >> (count - BitsPerCharacter)) & 31]);
            }

            bits &= (1 << count) - 1;
        }

        return count == 0 ? text.ToString() : text.Append(Alphabet[(bits << (BitsPerCharacter - count)) & 31]).ToString();
    }
}
