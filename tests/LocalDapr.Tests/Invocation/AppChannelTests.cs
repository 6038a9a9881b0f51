using System.Net;
using System.Net.Sockets;
using LocalDapr.Runtime.Hosting;
using LocalDapr.Runtime.Invocation;

namespace LocalDapr.Tests.Invocation;

public sealed class AppChannelTests
{
    [Fact]
    public async Task Send_AppTakesNoConnections_FailsAsConnectionsFail()
    {
        using var app = new Socket(SocketType.Stream, ProtocolType.Tcp);
        app.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        app.Listen(0);
        var address = (IPEndPoint)app.LocalEndPoint!;
        // Nobody accepts: when the queue is full, who comes next is not answered.
        var waiting = Enumerable.Range(0, 4).Select(_ => new Socket(SocketType.Stream, ProtocolType.Tcp)).ToList();
        using var stop = new CancellationTokenSource();
        var connects = waiting.Select(socket => socket.ConnectAsync(address, stop.Token).AsTask()).ToList();
        using var channel = new AppChannel(
            new AppOptions { AppId = "app", AppPort = address.Port }, IPAddress.Loopback, appToken: null, connectTimeout: TimeSpan.FromMilliseconds(200));
        using var request = new HttpRequestMessage(HttpMethod.Get, channel.AddressOf("/"));

        var failure = await Should.ThrowAsync<HttpRequestException>(() => channel.SendAsync(request, CancellationToken.None));

        ConnectionFailure.Is(failure).ShouldBeTrue();
        await stop.CancelAsync();
        await Task.WhenAll(connects).ContinueWith(_ => { }, TaskScheduler.Default);
        waiting.ForEach(socket => socket.Dispose());
    }
}
