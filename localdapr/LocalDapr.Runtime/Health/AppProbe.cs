using System.Net.Sockets;
using Dapr.Proto.Runtime.V1;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using LocalDapr.Runtime.Hosting;
using LocalDapr.Runtime.Invocation;

namespace LocalDapr.Runtime.Health;

/// <summary>Asks an app how it is.</summary>
internal sealed class AppProbe(AppOptions app, AppChannel channel)
{
    /// <summary>Whether the app's port takes connections.</summary>
    public async Task<bool> IsListeningAsync(CancellationToken stopping)
    {
        using var connection = new TcpClient();
        try
        {
            await connection.ConnectAsync(channel.Address.Host, channel.Address.Port, stopping);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    /// <summary>Whether the app answers its health check in time and well.</summary>
    public async Task<bool> IsHealthyAsync(AppHealthCheck check, CancellationToken stopping)
    {
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(stopping);
        timeout.CancelAfter(check.Timeout);
        try
        {
            return app.Protocol == AppProtocol.Grpc ? await CallAsync(timeout.Token) : await GetAsync(check.Path, timeout.Token);
        }
        catch (Exception failure) when (failure is HttpRequestException or RpcException or OperationCanceledException)
        {
            return false;
        }
    }

    private async Task<bool> GetAsync(string path, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, channel.AddressOf("/" + path.TrimStart('/')));
        using var response = await channel.SendAsync(request, cancellationToken);
        return response.IsSuccessStatusCode;
    }

    private async Task<bool> CallAsync(CancellationToken cancellationToken)
    {
        await new AppCallbackHealthCheck.AppCallbackHealthCheckClient(channel.Calls).HealthCheckAsync(new Empty(), cancellationToken: cancellationToken);
        return true;
    }
}
