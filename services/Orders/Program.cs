using Platform.Hosting;
using Platform.Messaging;
using Platform.Orders;
using Platform.Orders.Api;
using Platform.Orders.Events;
using Platform.Payments.V1;

var builder = WebApplication.CreateBuilder(args);
builder.AddServiceDefaults();
builder.AddOrders();

var app = builder.Build();
app.MapServiceDefaults();
app.MapGrpcService<OrdersApi>();
app.MapGrpcService<OrderChannels>();
app.MapTopic<PaymentChanged, PaymentChangedHandler>(PaymentChangedHandler.Topic);
await app.RunAsync();
