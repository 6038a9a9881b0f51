using System.Buffers;
using System.IO.Pipelines;
using Grpc.Core;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Platform.Benchmarks.Http;
using Platform.Benchmarks.V1;

namespace Platform.Benchmarks.Grpc;

/// <summary>The measured server, gRPC, and its baseline, a bare Kestrel that echoes the body of a POST.</summary>
internal static class EchoServers
{
    public static Task<WebApplication> StartGrpcAsync() =>
        BenchmarkServer.StartAsync(HttpProtocols.Http2, services => services.AddGrpc(), app => app.MapGrpcService<EchoService>());

    public static Task<WebApplication> StartRawAsync() => BenchmarkServer.StartAsync(
        HttpProtocols.Http2,
        _ => { },
        app => app.Run(context => context.Request.Path.Value!.EndsWith("/Stream", StringComparison.Ordinal) ? EchoStreamAsync(context) : EchoAsync(context)));

    // The whole body first, then one write: what a unary call is.
    private static async Task EchoAsync(HttpContext context)
    {
        var body = context.Request.BodyReader;
        ReadResult read;
        while (!(read = await body.ReadAsync()).IsCompleted)
        {
            body.AdvanceTo(read.Buffer.Start, read.Buffer.End);
        }

        Write(context.Response.BodyWriter, read.Buffer);
        body.AdvanceTo(read.Buffer.End);
        await context.Response.BodyWriter.FlushAsync();
    }

    // Every chunk goes back as it comes.
    private static async Task EchoStreamAsync(HttpContext context)
    {
        var body = context.Request.BodyReader;
        await context.Response.BodyWriter.FlushAsync();
        ReadResult read;
        while (!(read = await body.ReadAsync()).IsCompleted || !read.Buffer.IsEmpty)
        {
            Write(context.Response.BodyWriter, read.Buffer);
            body.AdvanceTo(read.Buffer.End);
            await context.Response.BodyWriter.FlushAsync();
        }
    }

    private static void Write(PipeWriter writer, in ReadOnlySequence<byte> bytes)
    {
        foreach (var segment in bytes)
        {
            writer.Write(segment.Span);
        }
    }

    private sealed class EchoService : Echo.EchoBase
    {
        public override Task<EchoMessage> Unary(EchoMessage request, ServerCallContext context) => Task.FromResult(request);

        public override async Task Stream(
            IAsyncStreamReader<EchoMessage> requestStream, IServerStreamWriter<EchoMessage> responseStream, ServerCallContext context)
        {
            while (await requestStream.MoveNext(CancellationToken.None))
            {
                await responseStream.WriteAsync(requestStream.Current);
            }
        }
    }
}
