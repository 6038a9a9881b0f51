using Platform.Gateway.Public;
using Platform.Gateway.Realtime;
using Platform.Gateway.Redirects;
using Platform.Gateway.Transcoding;
using Platform.Hosting;
using Platform.Messaging;
using Platform.Messaging.Realtime;
using Platform.Realtime.V1;
using Platform.Shortener.V1;

var builder = WebApplication.CreateBuilder(args);
builder.AddServiceDefaults();
builder.AddPublicApi(ApiSurface.FromAssembly(typeof(ShortenerReflection).Assembly));

var app = builder.Build();
app.MapServiceDefaults();
app.MapTopic<LinkChanged, LinkChangedHandler>(LinkChangedHandler.Topic);
app.MapBroadcast<ChannelEvents, RealtimeBus>(RealtimePublisher.Topic);
await app.RunAsync();
