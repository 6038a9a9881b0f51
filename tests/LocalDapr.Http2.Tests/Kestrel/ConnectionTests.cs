using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Http;
using Platform.Testing;

namespace LocalDapr.Http2.Tests.Kestrel;

public sealed class ConnectionTests
{
    private readonly ManualTimeProvider _time = new();
    private readonly TaskCompletionSource _gate = new(TaskCreationOptions.RunContinuationsAsynchronously);

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Send_MoreAtOnceThanAConnectionTakes_UsesMoreConnections(bool hasBody)
    {
        var running = 0;
        await using var app = await App.StartAsync(
            async context =>
            {
                if (Interlocked.Increment(ref running) == 300)
                    _gate.SetResult();
                await _gate.Task;
                await Answers.ConnectionAsync(context);
            },
            limits: limits => limits.Http2.MaxStreamsPerConnection = 10);

        var answers = Enumerable.Range(0, 300).Select(_ => app.Client.CallAsync(hasBody ? Calls.Post(new StringContent("body")) : Calls.Get()).TextAsync());
        var connections = new List<string>();
        await foreach (var answer in Task.WhenEach(answers))
            connections.Add(await answer);

        connections.CountBy(connection => connection).ShouldAllBe(connection => connection.Value <= 10);
    }

    [Fact]
    public async Task Send_OneAfterAnother_UsesOneConnection()
    {
        await using var app = await App.StartAsync(Answers.ConnectionAsync);
        var connections = new HashSet<string>();

        for (var i = 0; i < 100; i++)
            connections.Add(await app.Client.GetAsync().TextAsync());

        connections.Count.ShouldBe(1);
    }

    [Fact]
    public async Task Send_AfterTheIdleTimeout_UsesAnotherConnection()
    {
        await using var app = await App.StartAsync(Answers.ConnectionAsync, new() { TimeProvider = _time, IdleTimeout = TimeSpan.FromSeconds(60) });

        var first = await app.Client.GetAsync().TextAsync();
        _time.Advance(TimeSpan.FromSeconds(60));
        var second = await app.Client.GetAsync().TextAsync();
        _time.Advance(TimeSpan.FromSeconds(60));
        var third = await app.Client.GetAsync().TextAsync();
        _time.Advance(TimeSpan.FromSeconds(61));
        var last = await app.Client.GetAsync().TextAsync();

        second.ShouldBe(first);
        third.ShouldBe(first);
        last.ShouldNotBe(first);
    }

    [Fact]
    public async Task Send_WhileARequestRunsLong_IsNotIdle()
    {
        await using var app = await App.StartAsync(WaitOrAnswerAsync, new() { TimeProvider = _time });

        var slow = app.Client.PostAsync(new StringContent("")).TextAsync();
        var first = await app.Client.GetAsync().TextAsync();
        _time.Advance(TimeSpan.FromHours(1));
        var second = await app.Client.GetAsync().TextAsync();
        _gate.SetResult();

        second.ShouldBe(first);
        (await slow).ShouldBe(first);
    }

    [Fact]
    public async Task Send_NobodyListens_IsAConnectionError()
    {
        using var client = new HttpMessageInvoker(new Http2Handler(UnusedAddress()));

        var failure = await Should.ThrowAsync<HttpRequestException>(() => client.GetAsync());

        failure.HttpRequestError.ShouldBe(HttpRequestError.ConnectionError);
        failure.InnerException.ShouldBeOfType<SocketException>();
    }

    [Fact]
    public async Task Send_ServerThatDoesNotAccept_IsAConnectionErrorAfterTheTimeout()
    {
        // A queue of one place: after two, the kernel drops those who come.
        using var listener = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        listener.Listen(0);
        var waiting = Enumerable.Range(0, 4).Select(_ => new Socket(SocketType.Stream, ProtocolType.Tcp)).ToList();
        waiting.ForEach(socket => _ = socket.ConnectAsync(listener.LocalEndPoint!));
        var options = new Http2HandlerOptions { TimeProvider = _time, ConnectTimeout = TimeSpan.FromSeconds(5) };
        using var client = new HttpMessageInvoker(new Http2Handler(listener.LocalEndPoint!, options));

        var answer = client.GetAsync();
        _time.Advance(TimeSpan.FromSeconds(4));
        answer.IsCompleted.ShouldBeFalse();
        _time.Advance(TimeSpan.FromSeconds(1));
        var failure = await Should.ThrowAsync<HttpRequestException>(answer);
        waiting.ForEach(socket => socket.Dispose());

        failure.HttpRequestError.ShouldBe(HttpRequestError.ConnectionError);
        failure.InnerException.ShouldBeOfType<SocketException>().SocketErrorCode.ShouldBe(SocketError.TimedOut);
    }

    [Fact]
    public async Task Send_ServerThatIsShutDown_EndsWhatRunsAndTakesNoMore()
    {
        await using var app = await App.StartAsync(WaitOrAnswerAsync);
        var running = app.Client.PostAsync(new StringContent("")).TextAsync();
        await app.Client.GetAsync().BytesAsync();

        var stopped = app.StopAsync();
        await Eventually.AssertAsync(async () =>
        {
            var failure = await Should.ThrowAsync<HttpRequestException>(() => app.Client.GetAsync());
            failure.HttpRequestError.ShouldBe(HttpRequestError.ConnectionError);
        });
        running.IsCompleted.ShouldBeFalse();
        _gate.SetResult();

        (await running).ShouldNotBeEmpty();
        await stopped.WaitAsync(Eventually.Patience);
    }

    [Fact]
    public async Task Dispose_OfTheHandler_FailsWhatRunsAndWhatComes()
    {
        await using var app = await App.StartAsync(WaitOrAnswerAsync);
        var running = app.Client.PostAsync(new StringContent(""));
        await app.Client.GetAsync().BytesAsync();

        app.Client.Dispose();

        await Should.ThrowAsync<HttpRequestException>(running);
        _gate.SetResult();
        using var another = new HttpMessageInvoker(new Http2Handler(app.Server));
        await another.GetAsync().BytesAsync();
        another.Dispose();
        await Should.ThrowAsync<ObjectDisposedException>(() => another.GetAsync());
    }

    private async Task WaitOrAnswerAsync(HttpContext context)
    {
        if (context.Request.Method == "POST")
            await _gate.Task;
        await Answers.ConnectionAsync(context);
    }

    private static IPEndPoint UnusedAddress()
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        return (IPEndPoint)socket.LocalEndPoint!;
    }
}
