using System.Net;
using LocalDapr.Runtime.Hosting;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace LocalDapr.Tests.Invocation;

/// <summary>An app that is called through sidecars, on a port of its own.</summary>
internal sealed class TargetApp : IAsyncDisposable
{
    private readonly WebApplication _app;

    private TargetApp(WebApplication app, AppProtocol protocol)
    {
        _app = app;
        Options = new AppOptions { AppId = "target", AppPort = new Uri(app.Urls.Single()).Port, Protocol = protocol };
    }

    /// <summary>What a sidecar is told of the app.</summary>
    public AppOptions Options { get; }

    public static async Task<TargetApp> StartAsync(AppProtocol protocol, Action<WebApplication> map)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => kestrel.Listen(
            IPAddress.Loopback,
            0,
            listen => listen.Protocols = protocol == AppProtocol.Http ? HttpProtocols.Http1 : HttpProtocols.Http2));
        builder.Services.AddGrpc();
        builder.Logging.ClearProviders();
        var app = builder.Build();
        app.UseRouting();
        map(app);
        await app.StartAsync();
        return new TargetApp(app, protocol);
    }

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync();
        await _app.DisposeAsync();
    }
}
