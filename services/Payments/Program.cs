using Platform.Hosting;
using Platform.Payments;
using Platform.Payments.Api;

var builder = WebApplication.CreateBuilder(args);
builder.AddServiceDefaults();
builder.AddPayments();

var app = builder.Build();
app.MapServiceDefaults();
app.MapActorsHandlers();
app.MapGrpcService<PaymentsApi>();
app.MapGrpcService<LedgerApi>();
app.MapGrpcService<SimulatorApi>();
await app.RunAsync();
