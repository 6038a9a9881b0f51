namespace Platform.Catalog.Domain.Search;

/// <summary>Gives texts small numbers, so that what is known about them fits in arrays. A number that nobody uses any more is given out again.</summary>
internal sealed class Numbering
{
    private readonly Dictionary<string, int> _numbers = new(StringComparer.Ordinal);
    private readonly List<(string Text, int Uses)> _texts = [];
    private readonly Stack<int> _free = [];

    /// <summary>Above all numbers.</summary>
    public int Limit => _texts.Count;

    /// <summary>The text of a number in use.</summary>
    public string this[int number] => _texts[number].Text;

    /// <summary>The number of a text, used once more from now on.</summary>
    public int Take(string text)
    {
        if (_numbers.TryGetValue(text, out var number))
        {
            _texts[number] = (text, _texts[number].Uses + 1);
            return number;
        }

        if (!_free.TryPop(out number))
        {
            number = _texts.Count;
            _texts.Add(default);
        }

        _texts[number] = (text, 1);
        _numbers.Add(text, number);
        return number;
    }

    /// <summary>Ends a use of a number.</summary>
    public void Release(int number)
    {
        var (text, uses) = _texts[number];
        _texts[number] = (text, uses - 1);
        if (uses == 1)
        {
            _texts[number] = default;
            _numbers.Remove(text);
            _free.Push(number);
        }
    }

    /// <summary>The number of a text in use.</summary>
    public bool TryGet(string text, out int number) => _numbers.TryGetValue(text, out number);
}
