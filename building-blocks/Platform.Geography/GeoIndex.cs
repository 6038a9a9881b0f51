using System.Runtime.InteropServices;

namespace Platform.Geography;

/// <summary>
/// Where things are, in memory: the nearest ones of a place are found in the cells around it, ring by ring, until no cell further out can have a nearer one.
/// An update costs a look-up, a search the cells and things that it must look at. Answers are those of comparing everything by haversine. Not safe for
/// concurrent use.
/// </summary>
/// <typeparam name="T">What is known of a thing.</typeparam>
/// <param name="precision">The length of the cells' geohashes. Good are cells with a few things each.</param>
public sealed class GeoIndex<T>(int precision)
{
    private readonly GeoGrid _grid = new(precision);
    private readonly Dictionary<string, Entry> _entries = new(StringComparer.Ordinal);
    private readonly Dictionary<GeoCell, List<Entry>> _cells = [];

    /// <summary>How many things there are.</summary>
    public int Count => _entries.Count;

    /// <summary>All things, in no order.</summary>
    public IEnumerable<(string Key, GeoPoint Point, T Value)> All => _entries.Values.Select(entry => (entry.Key, entry.Point, entry.Value));

    /// <summary>Puts a thing somewhere, or moves it there.</summary>
    public void Put(string key, GeoPoint point, T value)
    {
        ArgumentNullException.ThrowIfNull(point);
        var cell = _grid.CellOf(point);
        ref var slot = ref CollectionsMarshal.GetValueRefOrAddDefault(_entries, key, out var isKnown);
        if (!isKnown)
        {
            slot = new Entry(key);
        }

        var entry = slot!;
        (entry.Point, entry.Place, entry.Value) = (point, UnitVector.Of(point), value);
        if (!isKnown || entry.Cell != cell)
        {
            if (isKnown)
            {
                Leave(entry);
            }

            Enter(entry, cell);
        }
    }

    /// <summary>Finds a thing by its key.</summary>
    public bool TryGet(string key, out GeoPoint point, out T value)
    {
        var isKnown = _entries.TryGetValue(key, out var entry);
        (point, value) = isKnown ? (entry!.Point, entry.Value) : (null!, default!);
        return isKnown;
    }

    /// <summary>Takes a thing out; false when it was not in.</summary>
    public bool Remove(string key)
    {
        if (!_entries.Remove(key, out var entry))
        {
            return false;
        }

        Leave(entry);
        return true;
    }

    /// <summary>Finds the nearest things, nearest first, those at the same distance by key.</summary>
    /// <param name="center">Around what.</param>
    /// <param name="radiusKm">Up to what distance, in kilometres.</param>
    /// <param name="count">How many at most.</param>
    /// <param name="filter">Which of them count; null for all.</param>
    public IReadOnlyList<GeoMatch<T>> Nearest(GeoPoint center, double radiusKm, int count, Func<string, T, bool>? filter = null)
    {
        ArgumentNullException.ThrowIfNull(center);
        if (count <= 0 || Count == 0)
        {
            return [];
        }

        var nearest = new Nearest<T>(center, radiusKm, count, filter);
        var cell = _grid.CellOf(center);
        var visited = 0L;
        for (var ring = 0; ring == 0 || !nearest.IsComplete(_grid.DistanceBeyondKm(center, cell, ring - 1)); ring++)
        {
            // At the poles rings are long and empty.
            visited += 8L * ring;
            if (visited > _cells.Count)
            {
                return Scan(center, radiusKm, count, filter);
            }

            Visit(cell, ring, nearest);
        }

        return nearest.ToList();
    }

    private List<GeoMatch<T>> Scan(GeoPoint center, double radiusKm, int count, Func<string, T, bool>? filter)
    {
        var nearest = new Nearest<T>(center, radiusKm, count, filter);
        foreach (var entries in _cells.Values)
        {
            Offer(entries, nearest);
        }

        return nearest.ToList();
    }

    // The cells that are that many columns or rows away, none twice where the columns wrap around.
    private void Visit(GeoCell cell, int ring, Nearest<T> nearest)
    {
        var width = Math.Min((2 * ring) + 1, _grid.Columns);
        for (var i = 0; i < width; i++)
        {
            Visit(cell.Column - ring + i, cell.Row - ring, nearest);
            if (ring > 0)
            {
                Visit(cell.Column - ring + i, cell.Row + ring, nearest);
            }
        }

        for (var row = cell.Row - ring + 1; row < cell.Row + ring && 2 * ring <= _grid.Columns; row++)
        {
            Visit(cell.Column - ring, row, nearest);
            if (2 * ring < _grid.Columns)
            {
                Visit(cell.Column + ring, row, nearest);
            }
        }
    }

    private void Visit(int column, int row, Nearest<T> nearest)
    {
        // The number of columns is a power of two.
        if (row >= 0 && row < _grid.Rows && _cells.TryGetValue(new GeoCell(column & (_grid.Columns - 1), row), out var entries))
        {
            Offer(entries, nearest);
        }
    }

    private static void Offer(List<Entry> entries, Nearest<T> nearest)
    {
        foreach (var entry in CollectionsMarshal.AsSpan(entries))
        {
            nearest.Offer(entry.Key, entry.Point, entry.Place, entry.Value);
        }
    }

    private void Enter(Entry entry, GeoCell cell)
    {
        ref var entries = ref CollectionsMarshal.GetValueRefOrAddDefault(_cells, cell, out _);
        entries ??= [];
        (entry.Cell, entry.Slot) = (cell, entries.Count);
        entries.Add(entry);
    }

    // The last one of the cell takes the free slot.
    private void Leave(Entry entry)
    {
        var entries = _cells[entry.Cell];
        var last = entries[^1];
        (entries[entry.Slot], last.Slot) = (last, entry.Slot);
        entries.RemoveAt(entries.Count - 1);
        if (entries.Count == 0)
        {
            _cells.Remove(entry.Cell);
        }
    }

    private sealed class Entry(string key)
    {
        public string Key => key;

        public GeoPoint Point { get; set; } = null!;

        public UnitVector Place { get; set; }

        public T Value { get; set; } = default!;

        public GeoCell Cell { get; set; }

        public int Slot { get; set; }
    }
}
