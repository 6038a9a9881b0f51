using Platform.Hosting;
using Platform.Identity;
using Platform.Identity.Api;

var builder = WebApplication.CreateBuilder(args);
builder.AddServiceDefaults();
builder.AddIdentity();

var app = builder.Build();
app.MapServiceDefaults();
app.MapGrpcService<UserApi>();
app.MapGrpcService<TokenApi>();
app.MapGrpcService<ApiKeyApi>();
await app.RunAsync();
