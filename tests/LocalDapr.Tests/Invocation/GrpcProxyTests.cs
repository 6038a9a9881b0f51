using System.Net;
using LocalDapr.Runtime.Hosting;
using LocalDapr.Runtime.Invocation;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace LocalDapr.Tests.Invocation;

/// <summary>A gRPC call through a sidecar arrives as it was sent: the bytes are never looked at, so any bytes will do here.</summary>
public sealed class GrpcProxyTests : IAsyncLifetime
{
    private static readonly AppOptions Caller = new() { AppId = "caller" };

    private readonly HttpMessageInvoker _http = new(new SocketsHttpHandler());
    private TargetApp _target = null!;
    private LocalDaprHost _host = null!;

    public async ValueTask InitializeAsync()
    {
        _target = await TargetApp.StartAsync(AppProtocol.H2c, app =>
        {
            app.MapPost("/test.Service/Echo", EchoAsync);
            app.MapPost("/test.Service/Fail", context =>
            {
                context.Response.ContentType = "application/grpc";
                context.Response.Headers["grpc-status"] = "5";
                context.Response.Headers["grpc-message"] = "gone";
                return Task.CompletedTask;
            });
            app.MapPost("/test.Service/Greet", async context =>
            {
                context.Response.Headers["x-greeting"] = "hello";
                await context.Response.Body.FlushAsync();
                await context.Request.Body.CopyToAsync(context.Response.Body);
            });
            app.MapPost("/test.Service/Break", async context =>
            {
                await context.Response.WriteAsync("part of a message");
                await context.Response.Body.FlushAsync();
                context.Abort();
            });
        });
        _host = await LocalDaprHost.StartAsync(new LocalDaprOptions(), [Caller, _target.Options]);
    }

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        await _host.DisposeAsync();
        await _target.DisposeAsync();
    }

    [Theory]
    [InlineData(0)]
    [InlineData(5)]
    [InlineData(1_000_000)]
    public async Task Call_BytesOfAnyLength_ComeBackWithHeadersAndTrailers(int length)
    {
        var body = new byte[length];
        new Random(length).NextBytes(body);

        using var response = await SendAsync("target", "/test.Service/Echo", new ByteArrayContent(body));

        (await response.Content.ReadAsByteArrayAsync()).ShouldBe(body);
        response.Headers.GetValues("x-seen-caller").ShouldBe(["caller"]);
        response.Headers.GetValues("x-seen-header").ShouldBe(["kept"]);
        response.TrailingHeaders.GetValues("grpc-status").ShouldBe(["0"]);
        response.TrailingHeaders.GetValues("x-trailer").ShouldBe(["one", "two"]);
    }

    [Fact]
    public async Task Call_CallerWaitsForTheHeadersBeforeItSpeaks_GetsThem()
    {
        var pipe = new System.IO.Pipelines.Pipe();
        using var response = await SendAsync("target", "/test.Service/Greet", new StreamedBody(pipe.Reader, length: null, CancellationToken.None));

        response.Headers.GetValues("x-greeting").ShouldBe(["hello"]);
        await pipe.Writer.WriteAsync("goodbye"u8.ToArray());
        await pipe.Writer.CompleteAsync();

        (await response.Content.ReadAsStringAsync()).ShouldBe("goodbye");
    }

    [Fact]
    public async Task Call_AppAnswersTrailersOnly_StaysTrailersOnly()
    {
        using var response = await SendAsync("target", "/test.Service/Fail", new ByteArrayContent([]));

        response.Headers.GetValues("grpc-status").ShouldBe(["5"]);
        response.Headers.GetValues("grpc-message").ShouldBe(["gone"]);
    }

    [Fact]
    public async Task Call_AppBreaksOff_BreaksOffForTheCallerToo()
    {
        await Should.ThrowAsync<HttpRequestException>(async () =>
        {
            using var response = await SendAsync("target", "/test.Service/Break", new ByteArrayContent([]));
            await response.Content.ReadAsByteArrayAsync();
        });
    }

    [Theory]
    [InlineData("unknown", "13")]
    [InlineData("caller", "13")]
    public async Task Call_AppThatDoesNotListen_IsInternal(string appId, string status)
    {
        using var response = await SendAsync(appId, "/test.Service/Echo", new ByteArrayContent([]));

        response.Headers.GetValues("grpc-status").ShouldBe([status]);
    }

    [Fact]
    public async Task Call_AppIsDown_IsUnavailable()
    {
        await _target.DisposeAsync();

        using var response = await SendAsync("target", "/test.Service/Echo", new ByteArrayContent([]));

        response.Headers.GetValues("grpc-status").ShouldBe(["14"]);
    }

    [Fact]
    public async Task Metrics_AfterCalls_TellWhoCalledWhatOfWhom()
    {
        foreach (var path in (string[])["/test.Service/Echo", "/test.Service/Fail", "/test.Service/Echo"])
        {
            using var response = await SendAsync("target", path, new ByteArrayContent([]));
        }

        using var metrics = await _http.SendAsync(new HttpRequestMessage(HttpMethod.Get, $"http://127.0.0.1:{_host["caller"].HttpPort}/debug/metrics"), CancellationToken.None);
        var lines = (await metrics.Content.ReadAsStringAsync()).Split('\n');

        lines.ShouldContain("localdapr_calls_total{app=\"caller\",callee=\"target\",method=\"/test.Service/Echo\"} 2");
        lines.ShouldContain("localdapr_calls_total{app=\"caller\",callee=\"target\",method=\"/test.Service/Fail\"} 1");
    }

    private static async Task EchoAsync(HttpContext context)
    {
        context.Response.ContentType = "application/grpc";
        context.Response.Headers["x-seen-caller"] = context.Request.Headers["dapr-caller-app-id"];
        context.Response.Headers["x-seen-header"] = context.Request.Headers["x-header"];
        await context.Request.Body.CopyToAsync(context.Response.Body);
        context.Response.AppendTrailer("grpc-status", "0");
        context.Response.AppendTrailer("x-trailer", new(["one", "two"]));
    }

    private Task<HttpResponseMessage> SendAsync(string appId, string path, HttpContent content)
    {
        content.Headers.TryAddWithoutValidation("content-type", "application/grpc");
        var request = new HttpRequestMessage(HttpMethod.Post, $"http://127.0.0.1:{_host["caller"].GrpcPort}{path}")
        {
            Version = HttpVersion.Version20,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
            Content = content,
            Headers = { { "dapr-app-id", appId }, { "x-header", "kept" } },
        };
        return _http.SendAsync(request, CancellationToken.None);
    }
}
