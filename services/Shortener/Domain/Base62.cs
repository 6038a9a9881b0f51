namespace Platform.Shortener.Domain;

/// <summary>Numbers as text of 0-9A-Za-z.</summary>
public static class Base62
{
    /// <summary>The digits, smallest first.</summary>
    public const string Digits = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

    /// <summary>Writes a number with a fixed count of digits, zeros in front.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The number has more digits.</exception>
    public static string Encode(ulong number, int length)
    {
        var text = new char[length];
        var rest = number;
        for (var i = length - 1; i >= 0; i--)
        {
            text[i] = Digits[(int)(rest % 62)];
            rest /= 62;
        }

        ArgumentOutOfRangeException.ThrowIfNotEqual(rest, 0UL, nameof(number));
        return new string(text);
    }
}
