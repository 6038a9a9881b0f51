using Platform.Catalog;
using Platform.Catalog.Api;
using Platform.Catalog.Events;
using Platform.Catalog.V1;
using Platform.Hosting;
using Platform.Inventory.V1;
using Platform.Messaging;
using Platform.Orders.V1;

var builder = WebApplication.CreateBuilder(args);
builder.AddServiceDefaults();
builder.AddCatalog();

var app = builder.Build();
app.MapServiceDefaults();
app.MapGrpcService<ProductApi>();
app.MapGrpcService<ReviewApi>();
app.MapTopic<OrderChanged, OrderChangedHandler>(OrderChangedHandler.Topic);
app.MapTopic<StockChanged, StockChangedHandler>(StockChangedHandler.Topic);
app.MapBroadcast<IndexStale, IndexStaleHandler>(CatalogEvents.ReplicaTopic);
await app.RunAsync();
