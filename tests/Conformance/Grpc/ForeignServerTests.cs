using System.Text;
using Conformance.Peers;
using Conformance.V1;
using Grpc.Core;
using Grpc.Net.Client;

namespace Conformance.Grpc;

/// <summary>Our client calls a server that nobody here wrote.</summary>
public abstract class ForeignServerTests : IAsyncLifetime
{
    private PeerProcess? _server;
    private GrpcChannel? _channel;
    private Echo.EchoClient _client = null!;

    public async ValueTask InitializeAsync()
    {
        _server = Start();
        _channel = GrpcChannel.ForAddress($"http://127.0.0.1:{await _server.WaitForPortAsync()}");
        _client = new Echo.EchoClient(_channel);
    }

    public async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        _channel?.Dispose();
        if (_server is not null)
        {
            await _server.DisposeAsync();
        }
    }

    [Fact]
    public async Task AllCallKinds_Messages_AreEchoed()
    {
        (await _client.UnaryAsync(new EchoRequest { Text = "héllo" })).Text.ShouldBe("héllo");

        using var responses = _client.ServerStream(new EchoRequest { Text = "x", Repeat = 100 });
        (await responses.ResponseStream.ReadAllAsync().Select(response => response.Index).ToArrayAsync()).ShouldBe(Enumerable.Range(0, 100));

        using var requests = _client.ClientStream();
        foreach (var text in new[] { "a", "b", "c" })
        {
            await requests.RequestStream.WriteAsync(new EchoRequest { Text = text });
        }

        await requests.RequestStream.CompleteAsync();
        (await requests).Text.ShouldBe("a,b,c");

        using var both = _client.Bidi();
        for (var i = 0; i < 20; i++)
        {
            await both.RequestStream.WriteAsync(new EchoRequest { Text = $"{i}" });
            (await both.ResponseStream.MoveNext(CancellationToken.None)).ShouldBeTrue();
            both.ResponseStream.Current.Text.ShouldBe($"{i}");
        }

        await both.RequestStream.CompleteAsync();
        (await both.ResponseStream.MoveNext(CancellationToken.None)).ShouldBeFalse();
    }

    [Fact]
    public async Task Unary_Metadata_ComesBackAsHeadersAndTrailers()
    {
        var metadata = new Metadata { { "echo-text", "some text" }, { "echo-bytes-bin", [0, 1, 254, 255] } };

        using var call = _client.UnaryAsync(new EchoRequest { Text = "x" }, metadata);
        await call;

        (await call.ResponseHeadersAsync).GetValue("echo-text").ShouldBe("some text");
        (await call.ResponseHeadersAsync).GetValueBytes("echo-bytes-bin").ShouldBe([0, 1, 254, 255]);
        call.GetTrailers().GetValue("echo-text-trailer").ShouldBe("some text");
        call.GetTrailers().GetValueBytes("echo-bytes-trailer-bin").ShouldBe([0, 1, 254, 255]);
    }

    [Fact]
    public async Task Unary_Failure_HasMessageAndDetails()
    {
        var error = await Should.ThrowAsync<RpcException>(async () =>
            await _client.UnaryAsync(new EchoRequest { Text = "nö: 100 %", FailWith = (int)StatusCode.NotFound }));

        error.StatusCode.ShouldBe(StatusCode.NotFound);
        error.Status.Detail.ShouldBe("nö: 100 %");
        Encoding.UTF8.GetString(error.Trailers.GetValueBytes("grpc-status-details-bin")!).ShouldBe("nö: 100 %");
    }

    [Fact]
    public async Task Unary_Gzip_BothWays()
    {
        var text = new string('z', 100_000);

        var response = await _client.UnaryAsync(
            new EchoRequest { Text = text }, new Metadata { { "grpc-internal-encoding-request", "gzip" } });

        response.Text.ShouldBe(text);
    }

    [Fact]
    public async Task Bidi_Deadline_IsDeadlineExceeded()
    {
        using var call = _client.Bidi(deadline: TimeProvider.System.GetUtcNow().UtcDateTime.AddMilliseconds(200));

        var error = await Should.ThrowAsync<RpcException>(() => call.ResponseStream.MoveNext(CancellationToken.None));

        error.StatusCode.ShouldBe(StatusCode.DeadlineExceeded);
    }

    internal abstract PeerProcess Start();
}

/// <summary>The server is @grpc/grpc-js.</summary>
public sealed class GrpcJsServerTests : ForeignServerTests
{
    internal override PeerProcess Start() => Runtimes.StartNode("grpc-js-server.mjs");
}

/// <summary>The server is python3-grpcio.</summary>
public sealed class PythonServerTests : ForeignServerTests
{
    internal override PeerProcess Start() => Runtimes.StartPython("python_server.py");
}
