namespace Platform.State.Logs;

/// <summary>Walks a log from its newest item to its oldest, reading pages when it comes to them, several at once.</summary>
/// <param name="head">The log's end.</param>
/// <param name="before">Where to begin: below this position; null for the newest item.</param>
/// <param name="readPages">Reads the items of pages, oldest first; gets the first page and how many.</param>
internal sealed class LogReader<T>(LogHead<T> head, long? before, Func<long, int, CancellationToken, Task<IReadOnlyList<T>>> readPages)
{
    private const int PagesAtOnce = 8;

    private IReadOnlyList<T> _items = head.Items;

    // The position of the first of them.
    private long _first = head.FullPages * PagedLog<T>.PageSize;

    /// <summary>How many items are still to come.</summary>
    public long Remaining { get; private set; } = Math.Clamp(before ?? long.MaxValue, 0, head.Count);

    /// <summary>The next item; null at the end.</summary>
    public async ValueTask<LogItem<T>?> PeekAsync(CancellationToken cancellationToken)
    {
        if (Remaining == 0)
        {
            return null;
        }

        var next = Remaining - 1;
        if (next < _first)
        {
            var lastPage = next / PagedLog<T>.PageSize;
            var firstPage = Math.Max(0, lastPage - PagesAtOnce + 1);
            _items = await readPages(firstPage, (int)(lastPage - firstPage + 1), cancellationToken);
            _first = firstPage * PagedLog<T>.PageSize;
        }

        return new LogItem<T>(next, _items[(int)(next - _first)]);
    }

    /// <summary>Goes past the next item.</summary>
    public void Skip() => Remaining--;
}
