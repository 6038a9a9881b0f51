using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;

namespace LocalDapr.Http2.Tests.Kestrel;

/// <summary>A process with Kestrel that speaks HTTP/2 without TLS, and a client of it.</summary>
internal sealed class App : IAsyncDisposable
{
    private readonly WebApplication _host;

    private App(WebApplication host, Http2HandlerOptions? options)
    {
        _host = host;
        var address = new Uri(host.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single());
        Server = new IPEndPoint(IPAddress.Loopback, address.Port);
        Client = new HttpMessageInvoker(new Http2Handler(Server, options));
    }

    public EndPoint Server { get; }

    public HttpMessageInvoker Client { get; }

    /// <summary>Starts it.</summary>
    /// <param name="answer">Answers its requests.</param>
    /// <param name="options">Those of the client.</param>
    /// <param name="limits">Sets the limits of the server.</param>
    public static async Task<App> StartAsync(RequestDelegate answer, Http2HandlerOptions? options = null, Action<KestrelServerLimits>? limits = null)
    {
        var builder = WebApplication.CreateEmptyBuilder(new());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.Listen(IPAddress.Loopback, 0, listen => listen.Protocols = HttpProtocols.Http2);
            kestrel.Limits.MinRequestBodyDataRate = null;
            kestrel.Limits.MinResponseDataRate = null;
            limits?.Invoke(kestrel.Limits);
        });
        var host = builder.Build();
        host.Run(answer);
        await host.StartAsync();
        return new App(host, options);
    }

    /// <summary>Ends it as a process ends: running requests come to their end.</summary>
    public Task StopAsync() => _host.StopAsync();

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await _host.DisposeAsync();
    }
}
