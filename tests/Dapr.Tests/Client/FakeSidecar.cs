using System.Net;
using Dapr.Client;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Dapr.Tests.Client;

/// <summary>A sidecar that answers what the test tells it to: gRPC on one port, HTTP on the other.</summary>
internal sealed class FakeSidecar : IAsyncDisposable
{
    private readonly WebApplication _app;

    private FakeSidecar(WebApplication app)
    {
        _app = app;
        var addresses = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.ToList();
        GrpcEndpoint = addresses[0];
        HttpEndpoint = addresses[1];
    }

    public string GrpcEndpoint { get; }

    public string HttpEndpoint { get; }

    public FakeDapr Dapr => _app.Services.GetRequiredService<FakeDapr>();

    /// <summary>Starts a sidecar.</summary>
    /// <param name="mapHttp">The routes of its HTTP port.</param>
    public static async Task<FakeSidecar> StartAsync(Action<WebApplication>? mapHttp = null)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.Listen(IPAddress.Loopback, 0, listen => listen.Protocols = HttpProtocols.Http2);
            kestrel.Listen(IPAddress.Loopback, 0, listen => listen.Protocols = HttpProtocols.Http1);
        });
        builder.Services.AddGrpc();
        builder.Services.AddSingleton<FakeDapr>();
        var app = builder.Build();
        app.MapGrpcService<FakeDapr>();
        mapHttp?.Invoke(app);
        await app.StartAsync();
        return new FakeSidecar(app);
    }

    public DaprClient CreateClient(Action<DaprClientBuilder>? configure = null)
    {
        var builder = new DaprClientBuilder().UseGrpcEndpoint(GrpcEndpoint).UseHttpEndpoint(HttpEndpoint);
        configure?.Invoke(builder);
        return builder.Build();
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();
}
