using Platform.Catalog;
using Platform.Catalog.Api;
using Platform.Catalog.Events;
using Platform.Catalog.V1;
using Platform.Hosting;
using Platform.Messaging;

var builder = WebApplication.CreateBuilder(args);
builder.AddServiceDefaults();
builder.AddCatalog();

var app = builder.Build();
app.MapServiceDefaults();
app.MapGrpcService<ProductApi>();
app.MapBroadcast<IndexStale, IndexStaleHandler>(CatalogEvents.ReplicaTopic);
await app.RunAsync();
