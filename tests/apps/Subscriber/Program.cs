using System.Net;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Server.Kestrel.Core;

// Subscribes to "orders" and its dead letters. Writes each event that it gets to SEEN_FILE, before it answers, as "route number process-id";
// fails events whose number is POISON. Ends when localdapr does.
var seenFile = Environment.GetEnvironmentVariable("SEEN_FILE") ?? throw new InvalidOperationException("SEEN_FILE is missing");
var poison = int.TryParse(Environment.GetEnvironmentVariable("POISON"), out var number) ? number : -1;
var port = int.Parse(Environment.GetEnvironmentVariable("APP_PORT")!);

// Without a buffer every write is in the hands of the system when it returns, and so survives the death of this process.
await using var seen = new FileStream(seenFile, FileMode.Append, FileAccess.Write, FileShare.ReadWrite, bufferSize: 0);
var gate = new Lock();

var builder = WebApplication.CreateSlimBuilder();
builder.Logging.ClearProviders();
builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, port, listen => listen.Protocols = HttpProtocols.Http2));
var app = builder.Build();
app.MapGet("/dapr/subscribe", () => Results.Json(new[]
{
    new { pubsubname = "pubsub", topic = "orders", route = "/orders", deadLetterTopic = "dead" },
    new { pubsubname = "pubsub", topic = "dead", route = "/dead", deadLetterTopic = "" },
}));
app.MapPost("/{route}", async (HttpContext context, string route) =>
{
    using var cloudEvent = await JsonDocument.ParseAsync(context.Request.Body);
    var number = cloudEvent.RootElement.GetProperty("data").GetProperty("n").GetInt32();
    lock (gate)
    {
        seen.Write(Encoding.UTF8.GetBytes($"{route} {number} {Environment.ProcessId}\n"));
    }

    return Results.StatusCode(route == "orders" && number == poison ? StatusCodes.Status500InternalServerError : StatusCodes.Status200OK);
});
await app.StartAsync();
await using var parent = Console.OpenStandardInput();
await parent.CopyToAsync(Stream.Null);
