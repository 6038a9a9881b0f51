using System.Net;
using Counters;
using Microsoft.AspNetCore.Server.Kestrel.Core;

// Hosts actors that count. Ends when localdapr does.
var port = int.Parse(Environment.GetEnvironmentVariable("APP_PORT")!);
var builder = WebApplication.CreateSlimBuilder();
builder.Logging.ClearProviders();
builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, port, listen => listen.Protocols = HttpProtocols.Http2));
builder.Services.AddActors(options =>
{
    options.UseJsonSerialization = true;
    options.Actors.RegisterActor<CounterActor>("Counter");
});
var app = builder.Build();
app.MapActorsHandlers();
await app.StartAsync();
await using var parent = Console.OpenStandardInput();
await parent.CopyToAsync(Stream.Null);
