using System.Net;
using System.Text.Json;
using LocalDapr.Runtime.Hosting;
using LocalDapr.Runtime.Invocation;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace LocalDapr.Tests.PubSub;

/// <summary>An app on an h2c port that records the JSON posted to it and answers as the test says.</summary>
internal sealed class SubscriberApp : IAsyncDisposable
{
    private readonly WebApplication _app;

    private SubscriberApp(WebApplication app) => _app = app;

    public int Port { get; private init; }

    public static async Task<SubscriberApp> StartAsync(
        Func<string, JsonElement, (int Status, string Body)> answer, string subscriptions = "[]", int port = 0)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(options => options.Listen(IPAddress.Loopback, port, listen => listen.Protocols = HttpProtocols.Http2));
        var app = builder.Build();
        app.MapGet("/dapr/subscribe", () => Results.Text(subscriptions, "application/json"));
        app.MapPost("/{**path}", async (HttpContext context, string path) =>
        {
            using var body = await JsonDocument.ParseAsync(context.Request.Body);
            var (status, text) = answer(path, body.RootElement.Clone());
            context.Response.StatusCode = status;
            await context.Response.WriteAsync(text);
        });
        await app.StartAsync();
        var address = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single();
        return new SubscriberApp(app) { Port = new Uri(address).Port };
    }

    public static HttpClient ClientOf(int port)
    {
        var options = new AppOptions { AppId = "subscriber", AppPort = port, Protocol = AppProtocol.H2c };
        var channel = new AppChannel(options, IPAddress.Loopback, appToken: null);
        return new HttpClient(new AppChannelHandler(channel)) { BaseAddress = channel.Address };
    }

    public async ValueTask DisposeAsync()
    {
        using var atOnce = new CancellationTokenSource();
        await atOnce.CancelAsync();
        await _app.StopAsync(atOnce.Token);
        await _app.DisposeAsync();
    }
}
