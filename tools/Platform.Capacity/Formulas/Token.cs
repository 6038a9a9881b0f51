namespace Platform.Capacity.Formulas;

/// <summary>One piece of a formula: a number, a name, an operator, or the end, which is empty.</summary>
internal readonly record struct Token(string Text)
{
    public bool IsEnd => Text.Length == 0;

    public bool IsNumber => !IsEnd && (char.IsAsciiDigit(Text[0]) || Text[0] == '.');

    public bool IsName => !IsEnd && (char.IsAsciiLetter(Text[0]) || Text[0] == '%');
}
