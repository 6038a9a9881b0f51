namespace Platform.Monetary;

/// <summary>Currencies, by their codes of ISO 4217.</summary>
public static class Currencies
{
    private const int CodeLength = 3;
    private const int UsualDigits = 2;

    // The "E" column of ISO 4217, List One, where it is not 2.
    private static readonly Dictionary<string, int> OtherDigits = new(StringComparer.Ordinal)
    {
        ["BIF"] = 0,
        ["CLP"] = 0,
        ["DJF"] = 0,
        ["GNF"] = 0,
        ["ISK"] = 0,
        ["JPY"] = 0,
        ["KMF"] = 0,
        ["KRW"] = 0,
        ["PYG"] = 0,
        ["RWF"] = 0,
        ["UGX"] = 0,
        ["UYI"] = 0,
        ["VND"] = 0,
        ["VUV"] = 0,
        ["XAF"] = 0,
        ["XOF"] = 0,
        ["XPF"] = 0,
        ["BHD"] = 3,
        ["IQD"] = 3,
        ["JOD"] = 3,
        ["KWD"] = 3,
        ["LYD"] = 3,
        ["OMR"] = 3,
        ["TND"] = 3,
        ["CLF"] = 4,
        ["UYW"] = 4,
    };

    /// <summary>Whether a text has the form of a code: three letters A to Z.</summary>
    public static bool IsCode(string? code) => code is { Length: CodeLength } && code.All(char.IsAsciiLetterUpper);

    /// <summary>How many decimal digits the minor unit of a currency has: 2 for USD (cents), 0 for JPY, 3 for KWD.</summary>
    public static int MinorDigits(string code) => OtherDigits.GetValueOrDefault(code, UsualDigits);
}
