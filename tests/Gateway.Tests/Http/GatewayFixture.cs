using System.Collections.Concurrent;
using System.Net;
using Grpc.Core;
using Grpc.Net.Client;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Platform.Gateway.Public;
using Platform.Gateway.Redirects;
using Platform.Gateway.Transcoding;
using Platform.Messaging;
using Platform.Testing.Services;

namespace Gateway.Tests.Http;

/// <summary>A gateway over the protos of these tests, before a backend in the same process. Nothing in it may log an error.</summary>
public class GatewayFixture : IAsyncLifetime
{
    private WebApplication? _backend;
    private WebApplication? _gateway;
    private GrpcChannel? _channel;

    /// <summary>What the gateway and the backend logged.</summary>
    public LogCollector Logs { get; } = new();

    /// <summary>The gateway's services.</summary>
    public IServiceProvider Services => _gateway!.Services;

    public HttpClient Client { get; } = new(new SocketsHttpHandler { AllowAutoRedirect = false });

    /// <summary>The port of the sidecar's callbacks and gRPC.</summary>
    public Uri ServiceAddress { get; private set; } = new("http://localhost");

    internal FakeLinks Links { get; } = new();

    internal ConcurrentQueue<Click> Clicks { get; } = new();

    public async ValueTask InitializeAsync()
    {
        _backend = await StartBackendAsync();
        _channel = GrpcChannel.ForAddress(_backend.Urls.Single());
        var builder = NewBuilder();
        builder.WebHost.ConfigureKestrel(k => k.Listen(IPAddress.Loopback, 0, l => l.Protocols = HttpProtocols.Http2));
        // There is no limiter behind this gateway.
        builder.Configuration["Gateway:RateLimits:IsEnabled"] = "false";
        foreach (var (name, value) in Settings) builder.Configuration[name] = value;
        builder.Configuration["Gateway:PublicUrl"] = "http://localhost:0";
        builder.Configuration["Gateway:MaxRequestBodySize"] = "100000";
        builder.Configuration["Gateway:Redirects:CountryHeaders:0"] = "CF-IPCountry";
        builder.Services.AddSingleton<IBackends>(new OneBackend(_channel.CreateCallInvoker()));
        builder.Services.AddDaprClient(dapr => dapr.UseHttpEndpoint("http://127.0.0.1:1").UseGrpcEndpoint("http://127.0.0.1:1"));
        builder.AddPublicApi(ApiSurface.FromAssembly(typeof(GatewayFixture).Assembly));
        builder.Services.AddSingleton<ILinkSource>(Links);
        builder.Services.AddSingleton(NewClickPublisher());
        _gateway = builder.Build();
        _gateway.MapGet("/callback", () => "for the sidecar");
        await _gateway.StartAsync();
        var urls = _gateway.Urls.Select(u => new Uri(u)).ToList();
        foreach (var url in urls)
        {
            if (await IsPublicAsync(url)) Client.BaseAddress = url;
            else ServiceAddress = url;
        }
    }

    /// <summary>Stops the gateway as a signal does.</summary>
    public Task StopAsync() => _gateway!.StopAsync();

    public async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        Client.Dispose();
        if (_gateway is not null)
        {
            await _gateway.StopAsync();
            await _gateway.DisposeAsync();
        }
        _channel?.Dispose();
        if (_backend is not null) await _backend.DisposeAsync();
        Logs.ShouldHoldNoErrors();
    }

    /// <summary>Settings of the gateway besides those that every test has.</summary>
    protected virtual Dictionary<string, string> Settings => [];

    private WebApplicationBuilder NewBuilder()
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrel();
        builder.Services.AddRouting();
        builder.Logging.AddProvider(Logs);
        return builder;
    }

    private async Task<WebApplication> StartBackendAsync()
    {
        var builder = NewBuilder();
        builder.WebHost.ConfigureKestrel(k => k.Listen(IPAddress.Loopback, 0, l => l.Protocols = HttpProtocols.Http2));
        builder.Services.AddGrpc();
        var app = builder.Build();
        app.MapGrpcService<FakeProbe>();
        await app.StartAsync();
        return app;
    }

    private BatchingPublisher<Click> NewClickPublisher() => new(
        "clicks",
        new BatchingOptions { MaxDelay = TimeSpan.FromMilliseconds(1) },
        (_, clicks, _) =>
        {
            foreach (var click in clicks) Clicks.Enqueue(click);
            return Task.CompletedTask;
        },
        TimeProvider.System,
        NullLogger.Instance);

    // The service port speaks HTTP/2 only.
    private static async Task<bool> IsPublicAsync(Uri url)
    {
        using var client = new HttpClient();
        try
        {
            using var response = await client.GetAsync(new Uri(url, "/openapi.json"));
            return response.IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    private sealed class OneBackend(CallInvoker invoker) : IBackends
    {
        public CallInvoker For(string appId) => appId == "probe" ? invoker : throw new ArgumentOutOfRangeException(nameof(appId), appId, "unknown");
    }
}
