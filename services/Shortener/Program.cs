using Platform.Hosting;
using Platform.Messaging;
using Platform.Shortener;
using Platform.Shortener.Api;
using Platform.Shortener.Events;
using Platform.Shortener.V1;

var builder = WebApplication.CreateBuilder(args);
builder.AddServiceDefaults();
builder.AddShortener();

var app = builder.Build();
app.MapServiceDefaults();
app.MapGrpcService<ShortenerApi>();
app.MapGrpcService<LinkChannels>();
app.MapTopic<LinksClicked, LinksClickedHandler>(LinksClickedHandler.Topic);
await app.RunAsync();
