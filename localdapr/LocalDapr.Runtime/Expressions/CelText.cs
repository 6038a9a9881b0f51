using System.Globalization;
using System.Text.RegularExpressions;

namespace LocalDapr.Runtime.Expressions;

/// <summary>String literals of CEL.</summary>
internal static partial class CelText
{
    /// <summary>The text that a quoted literal stands for.</summary>
    public static string Unquote(string literal) => Escape().Replace(literal[1..^1], static escape => escape.Groups["code"].Value switch
    {
        "n" => "\n",
        "r" => "\r",
        "t" => "\t",
        ['u', .. var digits] => ((char)int.Parse(digits, NumberStyles.HexNumber, CultureInfo.InvariantCulture)).ToString(),
        var other => other,
    });

    [GeneratedRegex(@"\\(?<code>u[0-9A-Fa-f]{4}|.)", RegexOptions.ExplicitCapture | RegexOptions.Singleline, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Escape();
}
