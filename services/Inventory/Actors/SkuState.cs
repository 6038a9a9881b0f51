using System.Globalization;
using Dapr.Actors.Runtime;
using Platform.Inventory.Domain.Line;
using Platform.Inventory.Domain.Stock;
using Platform.State;

namespace Platform.Inventory.Actors;

/// <summary>What a SKU's actor keeps: values that commit together at the end of a turn.</summary>
internal sealed class SkuState(IActorStateManager state)
{
    /// <summary>Movements in a page.</summary>
    public const int PageSize = 50;

    private const int MaxReorders = 100;
    private const int MaxRequests = 1000;
    private const string StockName = "stock";
    private const string LineName = "line";
    private const string NoticesName = "notices";
    private const string ReordersName = "reorders";
    private const string RequestsName = "requests";

    // Whatever is under way for a hold that was given back comes within this time.
    private static readonly TimeSpan ReleasedHoldLife = TimeSpan.FromDays(7);
    private static readonly TimeSpan PlaceLife = TimeSpan.FromDays(7);

    public Task<SkuStock> StockAsync() => ReadAsync(StockName, SkuStock.Empty);

    public Task SetStockAsync(SkuStock stock) => state.SetStateAsync(StockName, stock);

    public Task<WaitingLine> LineAsync() => ReadAsync(LineName, WaitingLine.Empty);

    public Task SetLineAsync(WaitingLine line) => state.SetStateAsync(LineName, line);

    public Task<Notices> NoticesAsync() => ReadAsync(NoticesName, Notices.None);

    public Task SetNoticesAsync(Notices notices) => state.SetStateAsync(NoticesName, notices);

    /// <summary>Reorders, newest first.</summary>
    public Task<List<Reorder>> ReordersAsync() => ReadAsync<List<Reorder>>(ReordersName, []);

    /// <summary>Keeps the newest reorders, and those on their way.</summary>
    public Task SetReordersAsync(IEnumerable<Reorder> reorders) =>
        state.SetStateAsync(ReordersName, reorders.Where((reorder, i) => i < MaxReorders || reorder.ReceiveTime is null).ToList());

    public async Task<Hold?> HoldAsync(string holdId)
    {
        var hold = await state.TryGetStateAsync<Hold>(HoldName(holdId));
        return hold.HasValue ? hold.Value : null;
    }

    public Task SetHoldAsync(string holdId, Hold hold) => hold.State == HoldState.Released
        ? state.SetStateAsync(HoldName(holdId), hold, ReleasedHoldLife)
        : state.SetStateAsync(HoldName(holdId), hold);

    public async Task<LinePlace?> PlaceAsync(string buyer)
    {
        var place = await state.TryGetStateAsync<LinePlace>(PlaceName(buyer));
        return place.HasValue ? place.Value : null;
    }

    public Task SetPlaceAsync(string buyer, LinePlace place) => state.SetStateAsync(PlaceName(buyer), place, PlaceLife);

    /// <summary>What a request asked for that came before; null for a new one.</summary>
    public async Task<string?> FindRequestAsync(string requestId) =>
        (await ReadAsync<List<KnownRequest>>(RequestsName, [])).Find(known => known.Id == requestId)?.Content;

    public async Task RememberRequestAsync(string requestId, string content)
    {
        var known = await ReadAsync<List<KnownRequest>>(RequestsName, []);
        await state.SetStateAsync<List<KnownRequest>>(RequestsName, [.. known.TakeLast(MaxRequests - 1), new KnownRequest(requestId, content)]);
    }

    /// <summary>Adds movements to the last page, and to new ones where it is full.</summary>
    public async Task AppendAsync(IReadOnlyList<Movement> movements)
    {
        foreach (var page in movements.GroupBy(movement => PageOf(movement.Sequence)))
        {
            await state.SetStateAsync<List<Movement>>(PageName(page.Key), [.. await ReadAsync<List<Movement>>(PageName(page.Key), []), .. page]);
        }
    }

    /// <summary>Movements, newest first.</summary>
    /// <param name="last">The first one to read.</param>
    /// <param name="count">How many at most.</param>
    public async Task<List<Movement>> MovementsAsync(long last, int count)
    {
        var movements = new List<Movement>(count);
        for (var page = PageOf(last); page >= 0 && movements.Count < count; page--)
        {
            var items = await ReadAsync<List<Movement>>(PageName(page), []);
            movements.AddRange(items.Where(movement => movement.Sequence <= last).Reverse().Take(count - movements.Count));
        }

        return movements;
    }

    private static long PageOf(long sequence) => (sequence - 1) / PageSize;

    private static string PageName(long page) => string.Create(CultureInfo.InvariantCulture, $"movements-{page}");

    private static string HoldName(string holdId) => "hold-" + holdId;

    // Users' ids may have any characters and any length.
    private static string PlaceName(string buyer) => "place-" + KeyHash.Of(buyer);

    private async Task<T> ReadAsync<T>(string name, T otherwise)
    {
        var found = await state.TryGetStateAsync<T>(name);
        return found.HasValue ? found.Value : otherwise;
    }

    internal sealed record KnownRequest(string Id, string Content);
}

/// <summary>What others still have to be told.</summary>
/// <param name="IsDue">Whether a reminder is set to tell it.</param>
/// <param name="Low">That the SKU got low; null where it did not.</param>
internal sealed record Notices(bool IsDue, LowNotice? Low)
{
    public static Notices None { get; } = new(IsDue: false, Low: null);
}

/// <summary>A SKU got low.</summary>
internal sealed record LowNotice(string EventId, long Available, long Threshold, string ReorderId, long ReorderQuantity);
