using Platform.Inventory.Domain.Line;
using Platform.Inventory.Domain.Stock;

namespace Platform.Inventory.Actors;

/// <summary>The line for a SKU, within the turns of its actor.</summary>
internal sealed class SkuLine(SkuState state, TimeProvider clock, TimeSpan turnLength)
{
    /// <summary>The buyer's place; a new one, at the end, for who has none or had their turn.</summary>
    public async Task<PlaceView> TakePlaceAsync(SkuStock stock, string buyer)
    {
        if (await FindPlaceAsync(stock, buyer) is { State: not (PlaceState.Served or PlaceState.Lapsed) } view)
        {
            return view;
        }

        var line = (await state.LineAsync()).Draw();
        await state.SetLineAsync(line);
        var place = new LinePlace(line.Drawn);
        await state.SetPlaceAsync(buyer, place);
        return await ViewAsync(stock, place);
    }

    /// <summary>The buyer's place; null for who never joined.</summary>
    public async Task<PlaceView?> FindPlaceAsync(SkuStock stock, string buyer) =>
        await state.PlaceAsync(buyer) is { } place ? await ViewAsync(stock, place) : null;

    /// <summary>The buyer has reserved.</summary>
    public async Task ServeAsync(string buyer)
    {
        if (await state.PlaceAsync(buyer) is { IsServed: false } place)
        {
            await state.SetPlaceAsync(buyer, place with { IsServed = true });
            await state.SetLineAsync((await state.LineAsync()).Serve(place.Number));
        }
    }

    private async Task<PlaceView> ViewAsync(SkuStock stock, LinePlace place)
    {
        var now = clock.GetUtcNow();
        var before = await state.LineAsync();
        var line = before.Advance(stock.Available(), now, turnLength);
        if (!ReferenceEquals(line, before))
        {
            await state.SetLineAsync(line);
        }

        return PlaceView.Of(line, place, isSoldOut: stock.OnHand() == 0, now);
    }
}
