using Dapr.Workflow;
using Platform.Cart.V1;
using Platform.Catalog.V1;
using Platform.Hosting;
using Platform.Inventory.V1;
using Platform.Messaging.Realtime;
using Platform.Orders.Clients;
using Platform.Orders.Domain.Pricing;
using Platform.Orders.Events;
using Platform.Orders.Ports;
using Platform.Orders.Storage;
using Platform.Orders.Workflows;
using Platform.Orders.Workflows.Refunds;
using Platform.Orders.Workflows.Steps;
using Platform.Payments.V1;

namespace Platform.Orders;

internal static class OrdersServices
{
    /// <summary>Adds everything that the API and the workflows need.</summary>
    public static void AddOrders(this WebApplicationBuilder builder)
    {
        TaxTable.Check();
        var services = builder.Services;
        services.AddServiceClient("cart", invoker => new CartService.CartServiceClient(invoker));
        services.AddServiceClient("catalog", invoker => new ProductService.ProductServiceClient(invoker));
        services.AddServiceClient("inventory", invoker => new InventoryService.InventoryServiceClient(invoker));
        services.AddServiceClient("payments", invoker => new PaymentsService.PaymentsServiceClient(invoker));
        services.AddSingleton<ICarts, CartClient>();
        services.AddSingleton<ICatalog, CatalogClient>();
        services.AddSingleton<IStock, StockClient>();
        services.AddSingleton<IPayments, PaymentsClient>();
        services.AddRealtimePublisher();
        services.AddSingleton<OrderRealtime>();
        services.AddSingleton<IOrderStore, OrderStore>();
        services.AddSingleton<PaymentChangedHandler>();
        services.AddSingleton<CartReader>();
        services.AddSingleton<Quoter>();
        services.AddSingleton<CheckoutStarter>();
        services.AddSingleton<Cancellation>();
        services.AddSingleton<RefundDesk>();
        services.AddDaprWorkflow(Register);
    }

    private static void Register(WorkflowRuntimeOptions workflows)
    {
        workflows.RegisterWorkflow<CheckoutSaga>();
        workflows.RegisterActivity<OpenOrder>();
        workflows.RegisterActivity<ValidateCart>();
        workflows.RegisterActivity<ReserveStock>();
        workflows.RegisterActivity<PriceOrder>();
        workflows.RegisterActivity<AuthorizePayment>();
        workflows.RegisterActivity<AskBuyer>();
        workflows.RegisterActivity<CheckAction>();
        workflows.RegisterActivity<RecordOrder>();
        workflows.RegisterActivity<CommitStock>();
        workflows.RegisterActivity<CapturePayment>();
        workflows.RegisterActivity<ClearCart>();
        workflows.RegisterActivity<ConfirmOrder>();
        workflows.RegisterActivity<ReleaseStock>();
        workflows.RegisterActivity<UndoPayment>();
        workflows.RegisterActivity<FailOrder>();
        workflows.RegisterActivity<OweRefund>();

        workflows.RegisterWorkflow<CancelSaga>();
        workflows.RegisterActivity<BeginCancel>();
        workflows.RegisterActivity<EndCancel>();

        workflows.RegisterWorkflow<RefundSaga>();
        workflows.RegisterActivity<BeginRefund>();
        workflows.RegisterActivity<RestockReturn>();
        workflows.RegisterActivity<RestockUnshipped>();
        workflows.RegisterActivity<PayRefund>();
        workflows.RegisterActivity<EndRefund>();
        workflows.RegisterActivity<DropRefund>();
    }
}
