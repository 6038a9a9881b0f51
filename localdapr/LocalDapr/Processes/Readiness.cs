using System.Net;
using System.Net.Sockets;
using Grpc.Core;
using Grpc.Health.V1;
using Grpc.Net.Client;
using LocalDapr.Runtime.Hosting;

namespace LocalDapr.Processes;

/// <summary>Waits until an app takes calls: gRPC health where it speaks gRPC, an open port elsewhere.</summary>
internal static class Readiness
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan CallTimeout = TimeSpan.FromSeconds(2);

    public static async Task WaitAsync(AppOptions app, IPAddress address, CancellationToken cancellationToken)
    {
        if (app.AppPort == 0)
        {
            return;
        }

        using var channel = GrpcChannel.ForAddress(new UriBuilder(Uri.UriSchemeHttp, address.ToString(), app.AppPort).Uri);
        var health = new Health.HealthClient(channel);
        using var timer = new PeriodicTimer(Interval);
        do
        {
            var ready = app.Protocol == AppProtocol.Http
                ? await IsOpenAsync(new IPEndPoint(address, app.AppPort), cancellationToken)
                : await IsServingAsync(health, cancellationToken);
            if (ready)
            {
                return;
            }
        }
        while (await timer.WaitForNextTickAsync(cancellationToken));
    }

    private static async Task<bool> IsServingAsync(Health.HealthClient health, CancellationToken cancellationToken)
    {
        try
        {
            var response = await health.CheckAsync(
                new HealthCheckRequest(),
                deadline: TimeProvider.System.GetUtcNow().UtcDateTime + CallTimeout,
                cancellationToken: cancellationToken);
            return response.Status == HealthCheckResponse.Types.ServingStatus.Serving;
        }
        catch (RpcException failure)
        {
            // An app without the health service that answers at all is up.
            return failure.StatusCode == StatusCode.Unimplemented;
        }
    }

    private static async Task<bool> IsOpenAsync(IPEndPoint endpoint, CancellationToken cancellationToken)
    {
        try
        {
            using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
            await socket.ConnectAsync(endpoint, cancellationToken);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
