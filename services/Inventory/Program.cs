using Platform.Hosting;
using Platform.Inventory;
using Platform.Inventory.Api;

var builder = WebApplication.CreateBuilder(args);
builder.AddServiceDefaults();
builder.AddInventory();

var app = builder.Build();
app.MapServiceDefaults();
app.MapActorsHandlers();
app.MapGrpcService<InventoryApi>();
await app.RunAsync();
