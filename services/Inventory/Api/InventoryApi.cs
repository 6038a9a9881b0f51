using Grpc.Core;
using Platform.Hosting;
using Platform.Hosting.Access;
using Platform.Hosting.Failures;
using Platform.Inventory.Actors;
using Platform.Inventory.Domain.Places;
using Platform.Inventory.Domain.Reservations;
using Platform.Inventory.Domain.Stock;
using Platform.Inventory.Storage;
using Platform.Inventory.V1;

namespace Platform.Inventory.Api;

/// <summary>The API of stock.</summary>
internal sealed class InventoryApi(InventoryActors actors, KnownSkus skus, InventoryValidator validator, WarehouseMap warehouses)
    : InventoryService.InventoryServiceBase
{
    private const int DefaultPageSize = 50;
    private const int MaxStockPage = 200;
    private const int MaxMovementPage = 500;
    private const int MaxBatch = 200;

    public override async Task<V1.Stock> GetStock(GetStockRequest request, ServerCallContext context)
    {
        var sku = ResourceNames.Sku(request.Name);
        return InventoryMapper.ToProto(sku, await GetAsync(sku, context));
    }

    public override async Task<ListStockResponse> ListStock(ListStockRequest request, ServerCallContext context)
    {
        var size = PageSize(request.PageSize, MaxStockPage);
        new FieldValidator().Require(request.PageToken.Length == 0 || Names.IsSku(request.PageToken), "page_token", "must be a next_page_token").ThrowIfInvalid();
        var page = await skus.ReadAsync(request.PageToken, size, context.CancellationToken);
        return new ListStockResponse
        {
            Stock = { (await GetManyAsync(page, context)).Select(each => InventoryMapper.ToProto(each.Sku, each.Stock)) },
            NextPageToken = page.Count == size ? page[^1] : "",
        };
    }

    public override Task<V1.Stock> RestockItem(RestockItemRequest request, ServerCallContext context) =>
        AddAsync(ResourceNames.Sku(request.Name), validator.Check(request), context);

    public override Task<V1.Stock> AdjustStock(AdjustStockRequest request, ServerCallContext context) =>
        AddAsync(ResourceNames.Sku(request.Name), validator.Check(request), context);

    public override async Task<V1.Stock> SetStockPolicy(SetStockPolicyRequest request, ServerCallContext context)
    {
        var sku = ResourceNames.Sku(request.Name);
        var policy = validator.Check(request);
        return InventoryMapper.ToProto(sku, await actors.SkuAsync(sku, actor => actor.SetPolicyAsync(policy, context.CancellationToken)));
    }

    public override async Task<ListMovementsResponse> ListMovements(ListMovementsRequest request, ServerCallContext context)
    {
        var sku = ResourceNames.Sku(request.Parent, "parent");
        var size = PageSize(request.PageSize, MaxMovementPage);
        var before = PageToken.Decode(request.PageToken, sku)?[0] ?? 0;
        var page = await actors.SkuAsync(sku, actor => actor.ListMovementsAsync(new MovementQuery(before, size), context.CancellationToken));
        return new ListMovementsResponse
        {
            Movements = { page.Select(movement => InventoryMapper.ToProto(sku, movement)) },
            NextPageToken = page is [.., { Sequence: > 1 } last] ? PageToken.Encode([last.Sequence], sku) : "",
        };
    }

    public override async Task<VerifyStockResponse> VerifyStock(VerifyStockRequest request, ServerCallContext context)
    {
        var sku = ResourceNames.Sku(request.Name);
        var kept = await GetAsync(sku, context);
        var audit = new StockAudit();
        for (var next = 1L; next <= kept.Sequence; next += MaxMovementPage)
        {
            // Newest first is how they come: a window from below, so that what happens meanwhile shifts nothing.
            var query = new MovementQuery(Math.Min(next + MaxMovementPage, kept.Sequence + 1), (int)Math.Min(MaxMovementPage, kept.Sequence + 1 - next));
            Array.ForEach([.. (await actors.SkuAsync(sku, actor => actor.ListMovementsAsync(query, context.CancellationToken))).Reverse()], audit.Add);
        }

        var differences = audit.Compare(kept);
        return new VerifyStockResponse
        {
            Consistent = differences.Count == 0,
            Recomputed = { InventoryMapper.ToProto(audit.Recomputed) },
            Kept = { InventoryMapper.ToProto(kept) },
            MovementCount = audit.Count,
            Differences = { differences },
        };
    }

    public override async Task<ListReordersResponse> ListReorders(ListReordersRequest request, ServerCallContext context)
    {
        var sku = ResourceNames.Sku(request.Parent, "parent");
        var reorders = await actors.SkuAsync(sku, actor => actor.ListReordersAsync(context.CancellationToken));
        return new ListReordersResponse { Reorders = { reorders.Select(reorder => InventoryMapper.ToProto(sku, reorder)) } };
    }

    public override async Task<V1.Reorder> ReceiveReorder(ReceiveReorderRequest request, ServerCallContext context)
    {
        var (sku, id) = ResourceNames.Reorder(request.Name);
        var received = await actors.SkuAsync(sku, actor => actor.ReceiveReorderAsync(id, context.CancellationToken))
            ?? throw new NotFoundException("REORDER_NOT_FOUND", "There is no such reorder.");
        return InventoryMapper.ToProto(sku, received);
    }

    public override Task<ListWarehousesResponse> ListWarehouses(ListWarehousesRequest request, ServerCallContext context) =>
        Task.FromResult(new ListWarehousesResponse { Warehouses = { warehouses.Sites.Select(InventoryMapper.ToProto) } });

    public override async Task<WaitingRoomPlace> JoinWaitingRoom(JoinWaitingRoomRequest request, ServerCallContext context)
    {
        var sku = ResourceNames.Sku(request.Parent, "parent");
        var place = await actors.SkuAsync(sku, actor => actor.JoinLineAsync(context.Principal().UserId, context.CancellationToken))
            ?? throw new FailedPreconditionException("NO_WAITING_ROOM", "Nobody has to wait for this item.");
        return InventoryMapper.ToProto(sku, place);
    }

    public override async Task<WaitingRoomPlace> GetWaitingRoomPlace(GetWaitingRoomPlaceRequest request, ServerCallContext context)
    {
        var sku = ResourceNames.SkuOfPlace(request.Name);
        var place = await actors.SkuAsync(sku, actor => actor.GetPlaceAsync(context.Principal().UserId, context.CancellationToken))
            ?? throw new NotFoundException("PLACE_NOT_FOUND", "You did not join the waiting room.");
        return InventoryMapper.ToProto(sku, place);
    }

    public override async Task<BatchGetAvailabilityResponse> BatchGetAvailability(BatchGetAvailabilityRequest request, ServerCallContext context)
    {
        new FieldValidator()
            .Require(request.Skus.Count <= MaxBatch, "skus", "must be at most 200")
            .Require(request.Skus.All(Names.IsSku), "skus", "must be 1 to 64 of A-Za-z0-9._~- each")
            .ThrowIfInvalid();
        return new BatchGetAvailabilityResponse
        {
            Availabilities =
            {
                (await GetManyAsync(request.Skus, context)).Select(each => new BatchGetAvailabilityResponse.Types.Availability
                {
                    Sku = each.Sku, Available = each.Stock.Available(), Sequence = each.Stock.Sequence,
                }),
            },
        };
    }

    public override async Task<V1.Reservation> ReserveStock(ReserveStockRequest request, ServerCallContext context)
    {
        var caller = context.Principal();
        var call = validator.Check(request, caller.Kind == PrincipalKind.User ? caller.UserId : "");
        var answer = await actors.ReservationAsync(request.ReservationId, actor => actor.ReserveAsync(call, context.CancellationToken));
        ReservationMetrics.Count(answer.Outcome);
        return InventoryMapper.ToProto(request.ReservationId, answer.OrThrow());
    }

    public override async Task<V1.Reservation> CommitReservation(CommitReservationRequest request, ServerCallContext context)
    {
        var id = InventoryValidator.CheckId(request.ReservationId);
        return InventoryMapper.ToProto(id, (await actors.ReservationAsync(id, actor => actor.CommitAsync(context.CancellationToken))).OrThrow());
    }

    public override async Task<V1.Reservation> ReleaseReservation(ReleaseReservationRequest request, ServerCallContext context)
    {
        var id = InventoryValidator.CheckId(request.ReservationId);
        return InventoryMapper.ToProto(id, await actors.ReservationAsync(id, actor => actor.ReleaseAsync(context.CancellationToken)));
    }

    public override async Task<V1.Reservation> GetReservation(GetReservationRequest request, ServerCallContext context)
    {
        var id = InventoryValidator.CheckId(request.ReservationId);
        var reservation = await actors.ReservationAsync(id, actor => actor.GetAsync(context.CancellationToken));
        return reservation.State != ReservationState.None
            ? InventoryMapper.ToProto(id, reservation)
            : throw new NotFoundException("RESERVATION_NOT_FOUND", "There is no such reservation.");
    }

    private static int PageSize(int asked, int max)
    {
        new FieldValidator().Require(asked >= 0, "page_size", "must not be negative").ThrowIfInvalid();
        return asked == 0 ? DefaultPageSize : Math.Min(asked, max);
    }

    private async Task<V1.Stock> AddAsync(string sku, AddCall call, ServerCallContext context)
    {
        await skus.AddAsync(sku, context.CancellationToken);
        var answer = await actors.SkuAsync(sku, actor => actor.AddAsync(call, context.CancellationToken));
        return answer.Outcome switch
        {
            AddOutcome.Done => InventoryMapper.ToProto(sku, answer.Stock),
            AddOutcome.RequestIdReused => throw new InvalidArgumentException("request_id", "was another request's", "REQUEST_ID_REUSED"),
            _ when call.Delta > 0 => throw new FailedPreconditionException("WAREHOUSE_FULL", "No warehouse has more than 1,000,000,000 of an item."),
            _ => throw new FailedPreconditionException("STOCK_TOO_LOW", "So many are not there, or are reserved."),
        };
    }

    private Task<SkuStock> GetAsync(string sku, ServerCallContext context) => actors.SkuAsync(sku, actor => actor.GetAsync(context.CancellationToken));

    private async Task<(string Sku, SkuStock Stock)[]> GetManyAsync(IEnumerable<string> all, ServerCallContext context) =>
        await Task.WhenAll(all.Select(async sku => (sku, await GetAsync(sku, context))));
}
