namespace Platform.Catalog.Domain.Search;

/// <summary>Keeps the best of many in a heap of no more than are wanted: the highest rank first, equal ranks in the order of their ids.</summary>
/// <param name="most">How many are kept.</param>
internal sealed class Top<T>(int most)
{
    // The worst of the best is the first to go.
    private static readonly Comparer<(double Rank, string Id)> WorstFirst = Comparer<(double Rank, string Id)>.Create(static (left, right) =>
        left.Rank.CompareTo(right.Rank) is not 0 and var order ? order : string.CompareOrdinal(right.Id, left.Id));

    private readonly PriorityQueue<T, (double Rank, string Id)> _best = new(WorstFirst);

    /// <summary>Keeps a value if it is among the best so far.</summary>
    public void Add(T value, double rank, string id)
    {
        if (_best.Count < most)
        {
            _best.Enqueue(value, (rank, id));
        }
        else
        {
            _best.EnqueueDequeue(value, (rank, id));
        }
    }

    /// <summary>The best, the very best first. Nothing is kept any more.</summary>
    public List<T> ToList()
    {
        var values = new List<T>(_best.Count);
        while (_best.TryDequeue(out var value, out _))
        {
            values.Add(value);
        }

        values.Reverse();
        return values;
    }
}
