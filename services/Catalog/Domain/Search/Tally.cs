namespace Platform.Catalog.Domain.Search;

/// <summary>Counts numbers of a <see cref="Numbering"/>, and is used again when what was counted is cleared.</summary>
internal sealed class Tally
{
    private readonly List<int> _counted = [];
    private int[] _counts = [];

    /// <summary>Begins to count.</summary>
    /// <param name="limit">Above all numbers.</param>
    public void Start(int limit)
    {
        foreach (var number in _counted)
        {
            _counts[number] = 0;
        }

        _counted.Clear();
        if (_counts.Length < limit)
        {
            _counts = new int[Math.Max(limit, 2 * _counts.Length)];
        }
    }

    /// <summary>Counts a number.</summary>
    public void Add(int number)
    {
        if (_counts[number]++ == 0)
        {
            _counted.Add(number);
        }
    }

    /// <summary>The texts that were counted most, with their counts; equal ones in the order of their texts.</summary>
    public List<KeyValuePair<string, int>> Largest(int most, Numbering texts)
    {
        var top = new Top<KeyValuePair<string, int>>(most);
        foreach (var number in _counted)
        {
            top.Add(KeyValuePair.Create(texts[number], _counts[number]), _counts[number], texts[number]);
        }

        return top.ToList();
    }
}
