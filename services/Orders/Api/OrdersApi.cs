using Google.Api;
using Google.Protobuf;
using Grpc.Core;
using Platform.Hosting;
using Platform.Hosting.Access;
using Platform.Hosting.Failures;
using Platform.Orders.Domain;
using Platform.Orders.Storage;
using Platform.Orders.V1;
using Platform.Orders.Workflows;
using Platform.Orders.Workflows.Refunds;
using Platform.State;
using Platform.State.Idempotency;
using Order = Platform.Orders.Domain.Order;

namespace Platform.Orders.Api;

/// <summary>The API of orders.</summary>
internal sealed class OrdersApi(IOrderStore orders, CheckoutStarter checkouts, Cancellation cancellations, RefundDesk refunds, Quoter quoter, TimeProvider clock)
    : OrderService.OrderServiceBase
{
    private const int DefaultPageSize = 20;
    private const int MaxPageSize = 100;

    public override async Task<V1.Order> CheckoutOrder(CheckoutOrderRequest request, ServerCallContext context)
    {
        OrderValidator.Check(request);
        var buyer = context.Principal().UserId;
        return OrderMapper.ToProto(await checkouts.StartAsync(
            new Checkout
            {
                OrderId = OrderNames.NewId(RequestKey.Of(buyer, request.RequestId, [])),
                Buyer = buyer,
                Address = AddressMapper.ToDomain(request.ShippingAddress),
                PaymentToken = request.PaymentToken,
                PromoCode = request.PromoCode,
                Fingerprint = Fingerprint(request),
            },
            context.CancellationToken));
    }

    public override async Task<Totals> QuoteOrder(QuoteOrderRequest request, ServerCallContext context)
    {
        OrderValidator.Check(request);
        try
        {
            var address = AddressMapper.ToDomain(request.ShippingAddress);
            return OrderMapper.ToProto(await quoter.QuoteAsync(context.Principal().UserId, address, request.PromoCode, context.CancellationToken));
        }
        catch (CheckoutRefusedException refused)
        {
            throw Refusal(refused.Failure, "The cart cannot be bought as it is.");
        }
    }

    public override async Task<V1.Order> GetOrder(GetOrderRequest request, ServerCallContext context) =>
        OrderMapper.ToProto(await GetVisibleAsync(request.Name, context));

    public override async Task<ListOrdersResponse> ListOrders(ListOrdersRequest request, ServerCallContext context)
    {
        new FieldValidator().Require(request.PageSize >= 0, "page_size", "must not be negative").ThrowIfInvalid();
        var buyer = context.Principal().UserId;
        var size = request.PageSize == 0 ? DefaultPageSize : Math.Min(request.PageSize, MaxPageSize);
        var before = PageToken.Decode(request.PageToken, buyer);
        var (page, next) = await orders.ListAsync(buyer, before?[0], size, context.CancellationToken);
        return new ListOrdersResponse
        {
            Orders = { page.Select(OrderMapper.ToProto) },
            NextPageToken = next is { } position ? PageToken.Encode([position], buyer) : "",
        };
    }

    public override async Task<V1.Order> CancelOrder(CancelOrderRequest request, ServerCallContext context)
    {
        var order = await GetVisibleAsync(request.Name, context);
        return OrderMapper.ToProto(await cancellations.CancelAsync(order.Id, context.CancellationToken));
    }

    public override async Task<V1.Order> RefundOrder(RefundOrderRequest request, ServerCallContext context)
    {
        OrderValidator.Check(request);
        var order = await GetVisibleAsync(request.Name, context);
        Monetary.Money? amount = Monetary.Money.TryFromProto(request.Amount, out var money) ? money : null;
        var task = new RefundTask(order.Id, NewId("r", order, request.RequestId), amount, ReturnId: null, Request(request, request.RequestId));
        return OrderMapper.ToProto(await refunds.RefundAsync(order, task, context.CancellationToken));
    }

    public override Task<V1.Order> ShipOrder(ShipOrderRequest request, ServerCallContext context)
    {
        OrderValidator.Check(request);
        return ChangeAsync(
            request.Name,
            Request(request, request.RequestId),
            order => order.Ship(ToDomain(request.Parts), NewId("s", order, request.RequestId), request.Carrier, request.TrackingNumber, clock.GetUtcNow()),
            context);
    }

    public override Task<V1.Order> DeliverShipment(DeliverShipmentRequest request, ServerCallContext context) =>
        ChangeAsync(request.Name, request: null, order => order.Deliver(request.ShipmentId, clock.GetUtcNow()), context);

    public override Task<V1.Order> ReturnOrder(ReturnOrderRequest request, ServerCallContext context)
    {
        OrderValidator.Check(request);
        return ChangeAsync(
            request.Name,
            Request(request, request.RequestId),
            order => order.AskForReturn(ToDomain(request.Parts), NewId("b", order, request.RequestId), request.Reason, clock.GetUtcNow()),
            context);
    }

    public override async Task<V1.Order> ReceiveReturn(ReceiveReturnRequest request, ServerCallContext context)
    {
        var order = await GetVisibleAsync(request.Name, context);
        var task = new RefundTask(order.Id, "p" + request.ReturnId, Amount: null, request.ReturnId, Request: null);
        return OrderMapper.ToProto(await refunds.RefundAsync(order, task, context.CancellationToken));
    }

    public override async Task<HttpBody> GetPackingSlip(GetPackingSlipRequest request, ServerCallContext context) =>
        PackingSlip.Draw(await GetVisibleAsync(request.Name, context), request.ShipmentId);

    /// <summary>A refusal as callers see it.</summary>
    public static FailedPreconditionException Refusal(OrderFailure failure, string message)
    {
        var refusal = new FailedPreconditionException(failure.Reason, message);
        foreach (var (name, value) in failure.Facts)
        {
            refusal.Facts[name] = value;
        }

        return refusal;
    }

    private async Task<V1.Order> ChangeAsync(string name, HandledRequest? request, Func<Order, Order> change, ServerCallContext context)
    {
        var id = (await GetVisibleAsync(name, context)).Id;
        return OrderMapper.ToProto(await orders.ChangeAsync(
            id,
            order =>
            {
                var changed = order.HasHandled(request) ? order : change(order);
                return ReferenceEquals(changed, order) ? order : changed.Handled(request);
            },
            context.CancellationToken));
    }

    private async Task<Order> GetVisibleAsync(string name, ServerCallContext context)
    {
        var id = OrderNames.IdOf(name);
        return await orders.FindAsync(id, context.CancellationToken) is { } order && context.Principal().MaySee(order) ? order : throw OrderStore.Unknown(id);
    }

    /// <summary>The id of something new in an order: always the same one for one request id.</summary>
    private static string NewId(string prefix, Order order, string requestId) =>
        prefix + (requestId.Length > 0 ? KeyHash.Of(order.Id, prefix, requestId) : Guid.CreateVersion7().ToString("N"))[..20];

    private static HandledRequest? Request(IMessage request, string requestId) =>
        requestId.Length == 0 ? null : new HandledRequest(requestId, Fingerprint(request));

    private static string Fingerprint(IMessage request) => RequestKey.Of("", "-", request.ToByteArray())!.Fingerprint;

    private static List<OrderPart> ToDomain(IEnumerable<V1.Order.Types.Part> parts) => [.. parts.Select(part => new OrderPart(part.Sku, part.Quantity))];
}
