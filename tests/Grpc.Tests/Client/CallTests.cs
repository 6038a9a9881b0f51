using System.Text;
using Google.Protobuf;
using Grpc.Core;
using Grpc.Net.Client;
using Grpc.Tests.Server;
using Grpc.Tests.V1;
using Platform.Testing;

namespace Grpc.Tests.Client;

/// <summary>The four kinds of calls, what travels with them and what ends them, client and server together.</summary>
public sealed class CallTests : IAsyncLifetime
{
    private EchoServer _server = null!;
    private GrpcChannel _channel = null!;
    private Echo.EchoClient _client = null!;

    public async ValueTask InitializeAsync()
    {
        _server = await EchoServer.StartAsync(options => options.ResponseCompressionAlgorithm = "gzip");
        _channel = GrpcChannel.ForAddress(_server.Address);
        _client = new Echo.EchoClient(_channel);
    }

    public async ValueTask DisposeAsync()
    {
        _channel.Dispose();
        await _server.DisposeAsync();
    }

    [Theory]
    [InlineData(0)]
    [InlineData(5)]
    [InlineData(100_000)]
    [InlineData(4_000_000)]
    public async Task Unary_AnyLength_IsEchoed(int length)
    {
        var payload = ByteString.CopyFrom(RandomBytes(length));

        var response = await _client.UnaryAsync(new EchoRequest { Payload = payload });

        response.Payload.ShouldBe(payload);
    }

    [Fact]
    public void BlockingUnary_Message_IsEchoed() => _client.Unary(Request("hello")).Payload.ToStringUtf8().ShouldBe("hello");

    [Fact]
    public async Task ServerStream_ManyMessages_AllComeInOrder()
    {
        using var call = _client.ServerStream(new EchoRequest { Payload = ByteString.CopyFromUtf8("x"), Repeat = 500 });

        var indexes = new List<int>();
        await foreach (var response in call.ResponseStream.ReadAllAsync())
        {
            indexes.Add(response.Index);
        }

        indexes.ShouldBe(Enumerable.Range(0, 500));
        call.GetStatus().StatusCode.ShouldBe(StatusCode.OK);
    }

    [Fact]
    public async Task ClientStream_ManyMessages_AllArrive()
    {
        using var call = _client.ClientStream();
        for (var i = 0; i < 200; i++)
        {
            await call.RequestStream.WriteAsync(Request("ab"));
        }

        await call.RequestStream.CompleteAsync();
        var response = await call;

        response.Count.ShouldBe(200);
        response.Payload.Length.ShouldBe(400);
    }

    [Fact]
    public async Task Bidi_MessageByMessage_IsEchoedAtOnce()
    {
        using var call = _client.Bidi();
        for (var i = 0; i < 50; i++)
        {
            await call.RequestStream.WriteAsync(Request($"m{i}"));
            (await call.ResponseStream.MoveNext(CancellationToken.None)).ShouldBeTrue();
            call.ResponseStream.Current.Payload.ToStringUtf8().ShouldBe($"m{i}");
        }

        await call.RequestStream.CompleteAsync();

        (await call.ResponseStream.MoveNext(CancellationToken.None)).ShouldBeFalse();
        (await call.ResponseStream.MoveNext(CancellationToken.None)).ShouldBeFalse();
    }

    [Fact]
    public async Task Unary_Failure_HasStatusMessageAndTrailers()
    {
        var request = new EchoRequest { FailWith = (int)StatusCode.NotFound, FailMessage = "no such thing: 100 % Ü\n" };
        request.Trailers["grpc-status-details-bin"] = "details";
        request.Trailers["reason"] = "GONE";

        var error = await Should.ThrowAsync<RpcException>(async () => await _client.UnaryAsync(request));

        error.Status.StatusCode.ShouldBe(StatusCode.NotFound);
        error.Status.Detail.ShouldBe("no such thing: 100 % Ü\n");
        error.Trailers.GetValue("reason").ShouldBe("GONE");
        Encoding.UTF8.GetString(error.Trailers.GetValueBytes("grpc-status-details-bin")!).ShouldBe("details");
    }

    [Fact]
    public async Task Unary_HeadersAndTrailers_AreReadBeforeAndAfterTheResponse()
    {
        var request = Request("x");
        request.Headers["first"] = "1";
        request.Trailers["last"] = "2";
        using var call = _client.UnaryAsync(request);

        var headers = await call.ResponseHeadersAsync;
        await call;

        headers.GetValue("first").ShouldBe("1");
        call.GetTrailers().GetValue("last").ShouldBe("2");
    }

    [Fact]
    public async Task ServerStream_FailureAfterMessages_GivesTheMessagesThenFails()
    {
        using var call = _client.ServerStream(new EchoRequest { Repeat = 3, FailWith = (int)StatusCode.Aborted });
        var count = 0;

        var error = await Should.ThrowAsync<RpcException>(async () =>
        {
            while (await call.ResponseStream.MoveNext(CancellationToken.None))
            {
                count++;
            }
        });

        count.ShouldBe(3);
        error.StatusCode.ShouldBe(StatusCode.Aborted);
    }

    [Fact]
    public async Task Unary_Gzip_BothWays()
    {
        var headers = new Metadata { { "grpc-internal-encoding-request", "gzip" } };

        var response = await _client.UnaryAsync(Request(new string('z', 50_000)), headers);

        response.Payload.Length.ShouldBe(50_000);
    }

    [Fact]
    public async Task Unary_Deadline_IsDeadlineExceeded()
    {
        var deadline = TimeProvider.System.GetUtcNow().UtcDateTime.AddMilliseconds(100);

        var error = await Should.ThrowAsync<RpcException>(async () => await _client.UnaryAsync(Waiting, deadline: deadline));

        error.StatusCode.ShouldBe(StatusCode.DeadlineExceeded);
    }

    [Fact]
    public async Task Unary_DeadlineInThePast_IsNotSent()
    {
        var error = await Should.ThrowAsync<RpcException>(async () => await _client.UnaryAsync(Waiting, deadline: DateTime.UnixEpoch));

        error.StatusCode.ShouldBe(StatusCode.DeadlineExceeded);
    }

    [Fact]
    public async Task Unary_TokenCancelled_IsCancelled()
    {
        using var cancellation = new CancellationTokenSource(50);

        var error = await Should.ThrowAsync<RpcException>(async () =>
            await _client.UnaryAsync(Waiting, cancellationToken: cancellation.Token));

        error.StatusCode.ShouldBe(StatusCode.Cancelled);
    }

    [Fact]
    public async Task Unary_TokenCancelledWhereAsked_ThrowsOperationCanceled()
    {
        using var channel = GrpcChannel.ForAddress(
            _server.Address, new GrpcChannelOptions { ThrowOperationCanceledOnCancellation = true });
        using var cancellation = new CancellationTokenSource(50);

        await Should.ThrowAsync<OperationCanceledException>(async () =>
            await new Echo.EchoClient(channel).UnaryAsync(Waiting, cancellationToken: cancellation.Token));
    }

    [Fact]
    public async Task Dispose_OpenStream_CancelsTheReadAndTheWrite()
    {
        var call = _client.Bidi();
        var read = call.ResponseStream.MoveNext(CancellationToken.None);

        call.Dispose();

        (await Should.ThrowAsync<RpcException>(() => read)).StatusCode.ShouldBe(StatusCode.Cancelled);
        (await Should.ThrowAsync<RpcException>(() => call.RequestStream.WriteAsync(Request("x")))).StatusCode.ShouldBe(StatusCode.Cancelled);
        call.GetStatus().StatusCode.ShouldBe(StatusCode.Cancelled);
    }

    [Fact]
    public async Task Channel_Disposed_CancelsItsCalls()
    {
        var channel = GrpcChannel.ForAddress(_server.Address);
        var client = new Echo.EchoClient(channel);
        using var call = client.UnaryAsync(Waiting);

        channel.Dispose();

        (await Should.ThrowAsync<RpcException>(async () => await call)).StatusCode.ShouldBe(StatusCode.Cancelled);
        Should.Throw<ObjectDisposedException>(() => client.UnaryAsync(Waiting));
    }

    [Fact]
    public async Task Unary_RequestOverTheLimit_IsNotSent()
    {
        using var channel = GrpcChannel.ForAddress(_server.Address, new GrpcChannelOptions { MaxSendMessageSize = 10 });

        var error = await Should.ThrowAsync<RpcException>(async () =>
            await new Echo.EchoClient(channel).UnaryAsync(Request("far more than ten bytes")));

        error.StatusCode.ShouldBe(StatusCode.ResourceExhausted);
    }

    [Fact]
    public async Task Unary_ManyAtOnce_AllSucceed()
    {
        var calls = Enumerable.Range(0, 500).Select(i => _client.UnaryAsync(Request($"{i}")).ResponseAsync);

        var responses = await Task.WhenAll(calls);

        responses.Select(response => response.Payload.ToStringUtf8()).ShouldBe(Enumerable.Range(0, 500).Select(i => $"{i}"));
    }

    [Fact]
    public void GetStatus_CallNotOver_Throws()
    {
        using var call = _client.UnaryAsync(Waiting);

        Should.Throw<InvalidOperationException>(() => call.GetStatus());
        Should.Throw<InvalidOperationException>(() => call.GetTrailers());
    }

    [Fact]
    public async Task WaitForReady_ServerStartsLater_Succeeds()
    {
        var probe = await ScriptedServer.StartAsync(_ => Task.CompletedTask);
        var address = probe.Address;
        await probe.DisposeAsync();
        using var channel = GrpcChannel.ForAddress(
            address, new GrpcChannelOptions { InitialReconnectBackoff = TimeSpan.FromMilliseconds(20) });
        var deadline = TimeProvider.System.GetUtcNow().UtcDateTime + Eventually.Patience;
        using var call = new Echo.EchoClient(channel).UnaryAsync(
            Request("x"), new CallOptions(deadline: deadline).WithWaitForReady());

        await using var server = await ScriptedServer.StartAsync(context => Answers.Message(context, Answers.Frame("late")), address.Port);

        (await call).Payload.ToStringUtf8().ShouldBe("late");
    }

    [Fact]
    public async Task WaitForReady_NobodyComes_IsDeadlineExceeded()
    {
        var probe = await ScriptedServer.StartAsync(_ => Task.CompletedTask);
        await probe.DisposeAsync();
        using var channel = GrpcChannel.ForAddress(probe.Address);
        var options = new CallOptions(deadline: TimeProvider.System.GetUtcNow().UtcDateTime.AddMilliseconds(200)).WithWaitForReady();

        var error = await Should.ThrowAsync<RpcException>(async () =>
            await new Echo.EchoClient(channel).UnaryAsync(Request("x"), options));

        error.StatusCode.ShouldBe(StatusCode.DeadlineExceeded);
    }

    private static EchoRequest Waiting => new() { NeverAnswers = true };

    private static EchoRequest Request(string payload) => new() { Payload = ByteString.CopyFromUtf8(payload) };

    private static byte[] RandomBytes(int length)
    {
        var bytes = new byte[length];
        new Random(length).NextBytes(bytes);
        return bytes;
    }
}
