using System.Globalization;

namespace Platform.Capacity.Formulas;

/// <summary>
/// Computes formulas such as <c>100 million/day * 500 B * 5 years in TB</c>. Multiplication with a unit needs no sign and binds most tightly; names stand for what was
/// defined before.
/// <code>
/// formula = sum [ "in" sum ]
/// sum     = product { ("+" | "-") product }
/// product = power { ("*" | "/") power }
/// power   = [ "-" ] atom [ "^" power ]
/// atom    = number { unit } | name | function "(" sum { "," sum } ")" | "(" sum ")"
/// </code>
/// </summary>
internal sealed class Formula
{
    private const int DeepestNesting = 50;

    private readonly List<Token> _tokens;
    private readonly Func<string, Quantity?> _names;
    private int _next;
    private int _depth;

    private Formula(string text, Func<string, Quantity?> names) => (_tokens, _names) = (Tokenizer.Tokenize(text), names);

    private Token Current => _tokens[_next];

    /// <summary>What a formula comes to, and the unit that it is to be shown in.</summary>
    /// <param name="text">The formula.</param>
    /// <param name="names">What a name stands for; null where it stands for nothing.</param>
    /// <exception cref="FormulaException">It cannot be read, mixes things that do not go together, or has no finite value.</exception>
    public static Measure Compute(string text, Func<string, Quantity?> names)
    {
        var split = text.LastIndexOf(" in ", StringComparison.Ordinal);
        if (split < 0)
        {
            return new Measure(new Formula(text, names).Whole(), "");
        }

        var shown = new Measure(new Formula(text[..split], names).Whole(), text[(split + " in ".Length)..].Trim());
        var unit = ComputeUnit(shown.Unit);
        Quantity.Same(shown.Quantity, unit);
        Finite(shown.Quantity / unit);
        return shown;
    }

    /// <summary>The same for a formula that names nothing but units.</summary>
    public static Measure Compute(string text) => Compute(text, _ => null);

    /// <summary>One of a unit, such as <c>TB/day</c>, <c>/s</c> or <c>million TB</c>.</summary>
    /// <exception cref="FormulaException">It is no unit.</exception>
    public static Quantity ComputeUnit(string unit) => Compute(unit.StartsWith("1/", StringComparison.Ordinal) ? unit : "1 " + unit).Quantity;

    private static Quantity Finite(Quantity value) =>
        double.IsFinite(value.Value) ? value : throw new FormulaException("has no finite value: it divides by zero or grows too large");

    private Quantity Whole()
    {
        var value = Sum();
        return Current.IsEnd ? value : throw new FormulaException($"'{Current.Text}' is one too many");
    }

    private Quantity Sum()
    {
        if (++_depth > DeepestNesting)
        {
            throw new FormulaException($"nested deeper than {DeepestNesting}");
        }

        var value = Product();
        while (Current.Text is "+" or "-")
        {
            var isSum = _tokens[_next++].Text == "+";
            var other = Product();
            value = Finite(isSum ? value + other : value - other);
        }

        _depth--;
        return value;
    }

    private Quantity Product()
    {
        var value = Power();
        while (Current.Text is "*" or "/")
        {
            var isProduct = _tokens[_next++].Text == "*";
            var other = Power();
            value = Finite(isProduct ? value * other : value / other);
        }

        return value;
    }

    private Quantity Power()
    {
        if (++_depth > DeepestNesting)
        {
            throw new FormulaException($"nested deeper than {DeepestNesting}");
        }

        var negative = Take("-");
        var value = Finite(Atom());
        if (Take("^"))
        {
            value = Finite(value.Power(Power()));
        }

        _depth--;
        return negative ? -value : value;
    }

    private Quantity Atom()
    {
        var token = _tokens[_next];
        if (Take("("))
        {
            var value = Sum();
            Expect(")");
            return value;
        }

        if (token.IsNumber)
        {
            return Number();
        }

        if (!token.IsName)
        {
            throw new FormulaException(token.IsEnd ? "ends where a number or a name should be" : $"'{token.Text}' stands where a number or a name should be");
        }

        _next++;
        return Take("(") ? Functions.Call(token.Text, Arguments()) : Named(token.Text);
    }

    private Quantity Number()
    {
        var value = new Quantity(double.Parse(_tokens[_next++].Text, NumberStyles.Float, CultureInfo.InvariantCulture));
        while (Current.IsName && Units.TryFind(Current.Text, out var unit))
        {
            value *= unit;
            _next++;
        }

        return value;
    }

    private Quantity Named(string name) =>
        Units.TryFind(name, out var unit) ? unit : _names(name) ?? throw new FormulaException($"'{name}' is neither a unit nor defined above");

    private List<Quantity> Arguments()
    {
        var arguments = new List<Quantity> { Sum() };
        while (Take(","))
        {
            arguments.Add(Sum());
        }

        Expect(")");
        return arguments;
    }

    private bool Take(string text)
    {
        if (Current.Text != text)
        {
            return false;
        }

        _next++;
        return true;
    }

    private void Expect(string text)
    {
        if (!Take(text))
        {
            throw new FormulaException($"'{text}' is missing {(Current.IsEnd ? "at the end" : $"before '{Current.Text}'")}");
        }
    }
}
