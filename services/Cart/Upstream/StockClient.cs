using Grpc.Core;
using Platform.Inventory.V1;

namespace Platform.Cart.Upstream;

/// <summary>Asks inventory how many of a SKU there are. A courtesy, which may be a second behind (<see cref="Recent{T}"/>); the checkout reserves.</summary>
internal sealed partial class StockClient(InventoryService.InventoryServiceClient inventory, TimeProvider clock, ILogger<StockClient> logger)
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(1);

    private readonly Recent<long> _recent = new(clock);

    /// <summary>How many there are of each; those that inventory did not tell of in time are left out.</summary>
    public async Task<IReadOnlyDictionary<string, long>> GetAsync(IEnumerable<string> skus, CancellationToken cancellationToken)
    {
        var available = new Dictionary<string, long>(StringComparer.Ordinal);
        var request = new BatchGetAvailabilityRequest();
        foreach (var sku in skus)
        {
            if (_recent.TryGet(sku, out var known))
            {
                available[sku] = known;
            }
            else
            {
                request.Skus.Add(sku);
            }
        }

        if (request.Skus.Count > 0)
        {
            await AskAsync(request, available, cancellationToken);
        }

        return available;
    }

    private async Task AskAsync(BatchGetAvailabilityRequest request, Dictionary<string, long> available, CancellationToken cancellationToken)
    {
        try
        {
            var asked = clock.GetUtcNow();
            var answer = await inventory.BatchGetAvailabilityAsync(request, deadline: asked.UtcDateTime + Timeout, cancellationToken: cancellationToken);
            foreach (var each in answer.Availabilities)
            {
                available[each.Sku] = each.Available;
                _recent.Set(each.Sku, each.Available, asked);
            }
        }
        catch (RpcException failure) when (!cancellationToken.IsCancellationRequested)
        {
            LogNoStock(failure.StatusCode);
        }
    }

    [LoggerMessage(LogLevel.Warning, "Inventory did not say what is in stock ({Status}).")]
    private partial void LogNoStock(StatusCode status);
}
