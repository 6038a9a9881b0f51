using System.Buffers.Binary;
using Google.Protobuf;
using Grpc.Core;
using Grpc.Net.Client;
using LocalDapr.Http2;
using Platform.Benchmarks.Harness;
using Platform.Benchmarks.Http;
using Platform.Benchmarks.V1;

namespace Platform.Benchmarks.Grpc;

/// <summary>
/// Unary and streaming echo against a raw HTTP/2 POST echo of the same bytes on bare Kestrel: with our client and server, with our
/// server alone, which the baseline's client calls, and with localdapr's HTTP/2 client in place of the baseline's.
/// </summary>
internal static class GrpcBenchmark
{
    private const int PayloadLength = 100;
    private const int FramePrefixLength = 5;

    public static async Task RunAsync(BenchmarkSettings settings)
    {
        await using var grpcServer = await EchoServers.StartGrpcAsync();
        await using var rawServer = await EchoServers.StartRawAsync();
        var message = new EchoMessage { Payload = ByteString.CopyFrom(new byte[PayloadLength]) };
        using var channel = GrpcChannel.ForAddress(grpcServer.Urls.Single());
        using var raw = new RawEchoClient(new Uri(rawServer.Urls.Single()), ToFrame(message));
        using var lean = new RawEchoClient(new Uri(rawServer.Urls.Single()), ToFrame(message), new Http2Handler(rawServer.EndPoint()));
        using var rawToGrpc = new RawEchoClient(new Uri(grpcServer.Urls.Single()), ToFrame(message));
        var client = new Echo.EchoClient(channel);

        await new Scenario("unary echo")
            .Measure("grpc", _ => client.UnaryAsync(message).ResponseAsync)
            .Measure("server", _ => rawToGrpc.UnaryAsync())
            .Measure("http2 client", _ => lean.UnaryAsync())
            .Measure("raw", _ => raw.UnaryAsync())
            .Compare("grpc-unary", "grpc", "raw")
            .Compare("grpc-unary-server", "server", "raw")
            .Compare("http2-client-unary", "http2 client", "raw")
            .RunAsync(settings, Console.Out);

        var calls = Enumerable.Range(0, settings.Callers).Select(_ => client.Stream()).ToArray();
        var serverStreams = await OpenStreamsAsync(rawToGrpc, settings.Callers);
        var leanStreams = await OpenStreamsAsync(lean, settings.Callers);
        var rawStreams = await OpenStreamsAsync(raw, settings.Callers);
        await new Scenario("streaming echo")
            .Measure("grpc", caller => EchoAsync(calls[caller], message))
            .Measure("server", caller => serverStreams[caller].EchoAsync())
            .Measure("http2 client", caller => leanStreams[caller].EchoAsync())
            .Measure("raw", caller => rawStreams[caller].EchoAsync())
            .Compare("grpc-streaming", "grpc", "raw")
            .Compare("grpc-streaming-server", "server", "raw")
            .Compare("http2-client-streaming", "http2 client", "raw")
            .RunAsync(settings, Console.Out);

        Array.ForEach(calls, call => call.Dispose());
        Array.ForEach([.. serverStreams, .. leanStreams, .. rawStreams], stream => stream.Dispose());
    }

    private static Task<RawEchoStream[]> OpenStreamsAsync(RawEchoClient client, int count) =>
        Task.WhenAll(Enumerable.Range(0, count).Select(_ => client.OpenStreamAsync()));

    private static byte[] ToFrame(EchoMessage message)
    {
        var length = message.CalculateSize();
        var frame = new byte[FramePrefixLength + length];
        BinaryPrimitives.WriteInt32BigEndian(frame.AsSpan(1), length);
        message.WriteTo(frame.AsSpan(FramePrefixLength));
        return frame;
    }

    private static async Task EchoAsync(AsyncDuplexStreamingCall<EchoMessage, EchoMessage> call, EchoMessage message)
    {
        await call.RequestStream.WriteAsync(message);
        if (!await call.ResponseStream.MoveNext(CancellationToken.None))
        {
            throw new InvalidDataException("The response stream ended.");
        }
    }
}
