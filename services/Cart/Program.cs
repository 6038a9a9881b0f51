using Platform.Cart;
using Platform.Cart.Api;
using Platform.Hosting;

var builder = WebApplication.CreateBuilder(args);
builder.AddServiceDefaults();
builder.AddCart();

var app = builder.Build();
app.MapServiceDefaults();
app.MapGrpcService<CartApi>();
app.MapGrpcService<PromotionApi>();
await app.RunAsync();
