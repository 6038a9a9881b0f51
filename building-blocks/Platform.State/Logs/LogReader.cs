namespace Platform.State.Logs;

/// <summary>Walks a log from its newest item to its oldest, reading a page when it comes to it.</summary>
internal sealed class LogReader<T>(LogHead<T> head, long? before, Func<long, CancellationToken, Task<List<T>>> readPage)
{
    private IReadOnlyList<T> _items = head.Items;
    private long _page = head.FullPages;

    /// <summary>How many items are still to come.</summary>
    public long Remaining { get; private set; } = Math.Clamp(before ?? long.MaxValue, 0, head.Count);

    /// <summary>The next item; null at the end.</summary>
    public async ValueTask<LogItem<T>?> PeekAsync(CancellationToken cancellationToken)
    {
        if (Remaining == 0)
        {
            return null;
        }

        var (page, index) = Math.DivRem(Remaining - 1, PagedLog<T>.PageSize);
        if (page != _page)
        {
            _items = await readPage(page, cancellationToken);
            _page = page;
        }

        return new LogItem<T>(Remaining - 1, _items[(int)index]);
    }

    /// <summary>Goes past the next item.</summary>
    public void Skip() => Remaining--;
}
