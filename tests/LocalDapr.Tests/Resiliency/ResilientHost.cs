using System.Net;
using LocalDapr.Runtime.Hosting;
using LocalDapr.Tests.Invocation;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Platform.Testing;

namespace LocalDapr.Tests.Resiliency;

/// <summary>An app "target" whose every call a test answers, and a host whose app "caller" calls it under resiliency policies.</summary>
internal sealed class ResilientHost : IAsyncDisposable
{
    private readonly TempFolder _folder = new();
    private readonly HttpMessageInvoker _http = new(new SocketsHttpHandler());

    public TargetApp Target { get; private set; } = null!;

    public LocalDaprHost Host { get; private set; } = null!;

    /// <param name="spec">What stands under <c>spec:</c>, indented by two spaces.</param>
    /// <param name="answer">Answers a call of the target.</param>
    /// <param name="protocol">What the target speaks.</param>
    /// <param name="clock">The clock of the host.</param>
    public static async Task<ResilientHost> StartAsync(
        string spec, RequestDelegate answer, AppProtocol protocol = AppProtocol.Http, TimeProvider? clock = null)
    {
        var result = new ResilientHost { Target = await TargetApp.StartAsync(protocol, app => app.Run(context => IsFromHost(context) ? NotFound(context) : answer(context))) };
        await File.WriteAllTextAsync(
            result._folder["resiliency.yaml"], "apiVersion: dapr.io/v1alpha1\nkind: Resiliency\nmetadata:\n  name: r\nspec:\n" + spec);
        result.Host = await LocalDaprHost.StartAsync(
            new LocalDaprOptions { ResourcesPaths = [result._folder.Path] }, [new AppOptions { AppId = "caller", MaxBodyBytes = 16 << 20 }, result.Target.Options], clock: clock);
        return result;
    }

    /// <summary>Calls the target over HTTP.</summary>
    public Task<HttpResponseMessage> PostAsync(string path, HttpContent? content = null) => _http.SendAsync(
        new HttpRequestMessage(HttpMethod.Post, $"http://127.0.0.1:{Host["caller"].HttpPort}/v1.0/invoke/target/method/{path}") { Content = content },
        CancellationToken.None);

    /// <summary>Calls the target over gRPC.</summary>
    public Task<HttpResponseMessage> CallAsync(string method, HttpContent content, bool isStream = false)
    {
        content.Headers.TryAddWithoutValidation("content-type", "application/grpc");
        var request = new HttpRequestMessage(HttpMethod.Post, $"http://127.0.0.1:{Host["caller"].GrpcPort}/test.Service/{method}")
        {
            Version = HttpVersion.Version20,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
            Content = content,
            Headers = { { "dapr-app-id", "target" } },
        };
        if (isStream)
            request.Headers.Add("dapr-stream", "true");
        return _http.SendAsync(request, CancellationToken.None);
    }

    /// <summary>What the host asks of every app, such as its subscriptions.</summary>
    private static bool IsFromHost(HttpContext context) => context.Request.Path.StartsWithSegments("/dapr", StringComparison.Ordinal);

    private static Task NotFound(HttpContext context)
    {
        context.Response.StatusCode = StatusCodes.Status404NotFound;
        return Task.CompletedTask;
    }

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        await Host.DisposeAsync();
        await Target.DisposeAsync();
        _folder.Dispose();
    }
}
