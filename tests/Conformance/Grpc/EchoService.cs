using System.Net;
using System.Text;
using Conformance.V1;
using Grpc.Core;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Conformance.Grpc;

/// <summary>Our server of the echo service.</summary>
internal sealed class EchoService : Echo.EchoBase
{
    private static readonly (string Header, string Trailer)[] Echoed =
        [("echo-text", "echo-text-trailer"), ("echo-bytes-bin", "echo-bytes-trailer-bin")];

    /// <summary>Starts the service with health and reflection on a port of its own.</summary>
    public static async Task<WebApplication> StartAsync()
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
            kestrel.Listen(IPAddress.Loopback, 0, listen => listen.Protocols = HttpProtocols.Http2));
        builder.Logging.ClearProviders();
        builder.Services.AddGrpc(options => options.ResponseCompressionAlgorithm = "gzip");
        builder.Services.AddGrpcReflection();
        builder.Services.AddGrpcHealthChecks();
        var app = builder.Build();
        app.UseRouting();
        app.MapGrpcService<EchoService>();
        app.MapGrpcReflectionService();
        app.MapGrpcHealthChecksService();
        await app.StartAsync();
        return app;
    }

    public override async Task<EchoResponse> Unary(EchoRequest request, ServerCallContext context)
    {
        await PrepareAsync(request, context);
        return new EchoResponse { Text = request.Text };
    }

    public override async Task ServerStream(EchoRequest request, IServerStreamWriter<EchoResponse> responseStream, ServerCallContext context)
    {
        for (var i = 0; i < request.Repeat; i++)
        {
            await responseStream.WriteAsync(new EchoResponse { Text = request.Text, Index = i });
        }
    }

    public override async Task<EchoResponse> ClientStream(IAsyncStreamReader<EchoRequest> requestStream, ServerCallContext context)
    {
        var texts = new List<string>();
        await foreach (var request in requestStream.ReadAllAsync())
        {
            texts.Add(request.Text);
        }

        return new EchoResponse { Text = string.Join(',', texts) };
    }

    public override async Task Bidi(
        IAsyncStreamReader<EchoRequest> requestStream, IServerStreamWriter<EchoResponse> responseStream, ServerCallContext context)
    {
        await foreach (var request in requestStream.ReadAllAsync())
        {
            await responseStream.WriteAsync(new EchoResponse { Text = request.Text });
        }
    }

    private static async Task PrepareAsync(EchoRequest request, ServerCallContext context)
    {
        var headers = new Metadata();
        foreach (var (key, trailer) in Echoed)
        {
            if (context.RequestHeaders.Get(key) is { } entry)
            {
                headers.Add(entry);
                context.ResponseTrailers.Add(entry.IsBinary ? new Metadata.Entry(trailer, entry.ValueBytes) : new Metadata.Entry(trailer, entry.Value));
            }
        }

        if (headers.Count > 0)
        {
            await context.WriteResponseHeadersAsync(headers);
        }

        if (request.FailWith != 0)
        {
            var details = new Metadata { { "grpc-status-details-bin", Encoding.UTF8.GetBytes(request.Text) } };
            throw new RpcException(new Status((StatusCode)request.FailWith, request.Text), details);
        }

        if (request.Hang)
        {
            await Task.Delay(Timeout.Infinite, context.CancellationToken);
        }
    }
}
