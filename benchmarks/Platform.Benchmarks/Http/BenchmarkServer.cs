using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Platform.Benchmarks.Http;

/// <summary>A Kestrel with as little around it as there can be, on a free port of loopback.</summary>
internal static class BenchmarkServer
{
    public static async Task<WebApplication> StartAsync(HttpProtocols protocols, Action<IServiceCollection> add, Action<WebApplication> map)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Listen(IPAddress.Loopback, 0, listen => listen.Protocols = protocols);

            // Streams are silent while something else is measured; gRPC lifts these limits by itself.
            kestrel.Limits.MinRequestBodyDataRate = null;
            kestrel.Limits.MinResponseDataRate = null;
        });
        builder.Services.AddRouting();
        builder.Logging.ClearProviders();
        add(builder.Services);
        var app = builder.Build();
        map(app);
        await app.StartAsync();
        return app;
    }

    /// <summary>Where a server listens.</summary>
    public static IPEndPoint EndPoint(this WebApplication server) => new(IPAddress.Loopback, new Uri(server.Urls.Single()).Port);
}
