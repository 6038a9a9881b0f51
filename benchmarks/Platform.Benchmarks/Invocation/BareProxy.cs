using System.Buffers;
using System.IO.Pipelines;
using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Platform.Benchmarks.Http;

namespace Platform.Benchmarks.Invocation;

/// <summary>
/// The least that a proxy for unary gRPC calls can be on Kestrel and HttpClient: it hands each request and its answer on to one address, whole, and knows of no
/// streams, policies, access, traces or failures. What the sidecar takes beyond it is the sidecar's own.
/// </summary>
internal static class BareProxy
{
    public static Task<WebApplication> StartAsync(Uri target)
    {
        var client = new HttpMessageInvoker(new SocketsHttpHandler { UseProxy = false, UseCookies = false, AllowAutoRedirect = false, ActivityHeadersPropagator = null });
        return BenchmarkServer.StartAsync(HttpProtocols.Http2, _ => { }, app => app.Run(context => ForwardAsync(context, client, target)));
    }

    private static async Task ForwardAsync(HttpContext context, HttpMessageInvoker client, Uri target)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(target, context.Request.Path))
        {
            Version = HttpVersion.Version20,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
            Content = new ReadOnlyMemoryContent(await ReadAsync(context.Request.BodyReader)),
        };
        foreach (var (name, values) in context.Request.Headers)
        {
            if (name[0] != ':' && !request.Headers.TryAddWithoutValidation(name, values.ToString()))
                request.Content.Headers.TryAddWithoutValidation(name, values.ToString());
        }

        using var response = await client.SendAsync(request, context.RequestAborted);
        var body = await response.Content.ReadAsByteArrayAsync();
        foreach (var (name, values) in response.Headers.NonValidated.Concat(response.Content.Headers.NonValidated))
            context.Response.Headers[name] = values.ToString();
        context.Response.BodyWriter.Write(body);
        foreach (var (name, values) in response.TrailingHeaders.NonValidated)
            context.Response.AppendTrailer(name, values.ToString());
        await context.Response.CompleteAsync();
    }

    private static async Task<byte[]> ReadAsync(PipeReader body)
    {
        ReadResult read;
        while (!(read = await body.ReadAsync()).IsCompleted)
        {
            body.AdvanceTo(read.Buffer.Start, read.Buffer.End);
        }

        var bytes = read.Buffer.ToArray();
        body.AdvanceTo(read.Buffer.End);
        return bytes;
    }
}
