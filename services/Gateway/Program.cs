using Platform.Gateway.Public;
using Platform.Gateway.Redirects;
using Platform.Gateway.Transcoding;
using Platform.Hosting;
using Platform.Messaging;
using Platform.Shortener.V1;

var builder = WebApplication.CreateBuilder(args);
builder.AddServiceDefaults();
builder.AddPublicApi(ApiSurface.FromAssembly(typeof(ShortenerReflection).Assembly));

var app = builder.Build();
app.MapServiceDefaults();
app.MapTopic<LinkChanged, LinkChangedHandler>(LinkChangedHandler.Topic);
await app.RunAsync();
