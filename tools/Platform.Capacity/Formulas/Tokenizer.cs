using System.Text.RegularExpressions;

namespace Platform.Capacity.Formulas;

/// <summary>Cuts a formula into its pieces.</summary>
internal static partial class Tokenizer
{
    private const int LongestFormula = 1000;

    /// <summary>The pieces of a formula, the end as the last one.</summary>
    /// <exception cref="FormulaException">It holds something that formulas don't know, or is too long.</exception>
    public static List<Token> Tokenize(string formula)
    {
        if (formula.Length > LongestFormula)
        {
            throw new FormulaException($"longer than {LongestFormula} characters");
        }

        var tokens = new List<Token>();
        foreach (var match in Piece().EnumerateMatches(formula))
        {
            var text = formula.Substring(match.Index, match.Length);
            if (text.Length == 1 && !char.IsAsciiLetterOrDigit(text[0]) && !"+-*/^(),%".Contains(text[0], StringComparison.Ordinal))
            {
                throw new FormulaException($"'{text}' at character {match.Index + 1} means nothing here");
            }

            tokens.Add(new Token(text));
        }

        tokens.Add(new Token(""));
        return tokens;
    }

    // A number, a name, or any other character that is not white space.
    [GeneratedRegex(@"[0-9]+(\.[0-9]+)?([eE][+-]?[0-9]+)?|[A-Za-z][A-Za-z0-9_]*|\S", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Piece();
}
