using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Platform.Testing.Services;

/// <summary>Runs the Program of an assembly on Kestrel, listening on a socket that is bound already.</summary>
internal sealed class ServiceProgram<TMarker>(
    Socket socket, IReadOnlyDictionary<string, string?> configuration, Action<IServiceCollection> configureServices, LogCollector logs)
    : WebApplicationFactory<TMarker>
    where TMarker : class
{
    private readonly EndPoint _address = socket.LocalEndPoint!;

    /// <summary>Runs it until it listens.</summary>
    public IServiceProvider Start()
    {
        UseKestrel();
        StartServer();
        return Services;
    }

    protected override void ConfigureWebHost(IWebHostBuilder builder)
    {
        foreach (var (key, value) in configuration)
        {
            builder.UseSetting(key, value);
        }

        builder.ConfigureLogging(logging => logging.ClearProviders().AddProvider(logs));
        builder.ConfigureTestServices(services =>
        {
            services.Configure<SocketTransportOptions>(transport => transport.CreateBoundListenSocket = BoundSocket);
            configureServices(services);
        });
    }

    private Socket BoundSocket(EndPoint endpoint) =>
        endpoint.Equals(_address) ? socket : SocketTransportOptions.CreateDefaultBoundListenSocket(endpoint);
}
