using System.Globalization;
using System.Net;
using System.Net.Sockets;
using LocalDapr.Runtime;
using Microsoft.Extensions.DependencyInjection;

namespace Platform.Testing.Services;

/// <summary>How a <see cref="TestPlatform"/> runs a service.</summary>
public abstract record ServiceSettings
{
    /// <summary>The app id, as in dapr.yaml.</summary>
    public required string AppId { get; init; }

    /// <summary>Settings of the service, such as <c>Shortener:Codes</c>.</summary>
    public IReadOnlyDictionary<string, string?> Configuration { get; init; } = new Dictionary<string, string?>();

    /// <summary>Replaces services of the app; null for none.</summary>
    public Action<IServiceCollection>? ConfigureServices { get; init; }

    internal abstract ServiceHost Start(Socket socket, Sidecar sidecar, TimeProvider clock, LogCollector logs);
}

/// <inheritdoc />
/// <typeparam name="TMarker">Any type of the service's assembly.</typeparam>
public sealed record ServiceSettings<TMarker> : ServiceSettings
    where TMarker : class
{
    internal override ServiceHost Start(Socket socket, Sidecar sidecar, TimeProvider clock, LogCollector logs)
    {
        var sidecarAddress = $"http://127.0.0.1:{sidecar.GrpcPort}";
        var configuration = new Dictionary<string, string?>(Configuration)
        {
            ["APP_ID"] = AppId,
            ["APP_PORT"] = socket.Port().ToString(CultureInfo.InvariantCulture),
            ["DAPR_GRPC_ENDPOINT"] = sidecarAddress,
            ["DAPR_HTTP_ENDPOINT"] = $"http://127.0.0.1:{sidecar.HttpPort}",
        };
        var program = new ServiceProgram<TMarker>(socket, configuration, services =>
        {
            services.AddSingleton(clock);
            ConfigureServices?.Invoke(services);
        }, logs);
        return new ServiceHost(program, program.Start(), new Uri($"http://127.0.0.1:{socket.Port()}"), sidecarAddress);
    }
}

internal static class SocketExtensions
{
    /// <summary>The port that a socket is bound to.</summary>
    public static int Port(this Socket socket) => ((IPEndPoint)socket.LocalEndPoint!).Port;
}
