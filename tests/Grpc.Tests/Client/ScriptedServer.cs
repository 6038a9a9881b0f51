using System.Net;
using Google.Protobuf;
using Grpc.Tests.V1;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Logging;

namespace Grpc.Tests.Client;

/// <summary>A bare HTTP/2 server that answers as the test says: the servers that no gRPC library would be.</summary>
public sealed class ScriptedServer : IAsyncDisposable
{
    private readonly WebApplication _app;

    private ScriptedServer(WebApplication app)
    {
        _app = app;
        Address = new Uri(app.Urls.Single());
    }

    public Uri Address { get; }

    public static async Task<ScriptedServer> StartAsync(RequestDelegate answer, int port = 0)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
            kestrel.Listen(IPAddress.Loopback, port, listen => listen.Protocols = HttpProtocols.Http2));
        builder.Logging.ClearProviders();
        var app = builder.Build();
        app.Run(answer);
        await app.StartAsync();
        return new ScriptedServer(app);
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();
}

/// <summary>Pieces of answers.</summary>
internal static class Answers
{
    /// <summary>A status without a message.</summary>
    public static Task TrailersOnly(HttpContext context, int status, string message = "")
    {
        context.Response.ContentType = "application/grpc";
        context.Response.Headers["grpc-status"] = status.ToString();
        context.Response.Headers["grpc-message"] = message;
        return Task.CompletedTask;
    }

    /// <summary>A message with its status.</summary>
    public static async Task Message(HttpContext context, byte[] frame, string? status = "0")
    {
        context.Response.ContentType = "application/grpc";
        await context.Response.Body.WriteAsync(frame);
        if (status is not null)
        {
            context.Response.AppendTrailer("grpc-status", status);
        }
    }

    public static byte[] Frame(string payload) =>
        Server.RawCall.Frame(new EchoResponse { Payload = ByteString.CopyFromUtf8(payload) });
}
