using Platform.Drivers;
using Platform.Drivers.Api;
using Platform.Hosting;

var builder = WebApplication.CreateBuilder(args);
builder.AddServiceDefaults();
builder.AddDrivers();

var app = builder.Build();
app.MapServiceDefaults();
app.MapActorsHandlers();
app.MapGrpcService<DriversApi>();
await app.RunAsync();
