using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using LocalDapr.Runtime.Hosting;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace LocalDapr.Tests.Invocation;

public sealed class HttpInvocationTests : IAsyncLifetime
{
    private static readonly AppOptions Caller = new() { AppId = "caller" };

    private readonly HttpClient _http = new();
    private TargetApp _target = null!;
    private LocalDaprHost _host = null!;

    public async ValueTask InitializeAsync()
    {
        _target = await TargetApp.StartAsync(AppProtocol.Http, app => app.Run(EchoAsync));
        _host = await LocalDaprHost.StartAsync(new LocalDaprOptions(), [Caller, _target.Options]);
        _http.BaseAddress = new Uri($"http://127.0.0.1:{_host["caller"].HttpPort}");
    }

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        await _host.DisposeAsync();
        await _target.DisposeAsync();
    }

    [Theory]
    [InlineData("GET", "/v1.0/invoke/target/method/a/b?x=1&y=%20", null)]
    [InlineData("POST", "/v1.0/invoke/target/method/a%2Fb", "hello")]
    [InlineData("DELETE", "/v1.0/invoke/target/method/", null)]
    [InlineData("GET", "/v1.0/invoke/target/method//example.invalid/x", null)]
    [InlineData("GET", "/v1.0/invoke/target/method/100%2541", null)]
    public async Task Invoke_AnyVerbPathAndBody_ReachTheAppAsSent(string method, string path, string? body)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), path);
        request.Content = body is null ? null : new StringContent(body);

        using var response = await _http.SendAsync(request);

        var seen = await response.Content.ReadFromJsonAsync<JsonElement>();
        ((int)response.StatusCode).ShouldBe(207);
        seen.GetProperty("method").GetString().ShouldBe(method);
        seen.GetProperty("target").GetString().ShouldBe(path["/v1.0/invoke/target/method".Length..]);
        seen.GetProperty("body").GetString().ShouldBe(body ?? "");
        seen.GetProperty("caller").GetString().ShouldBe("caller");
    }

    [Fact]
    public async Task Invoke_AppIdInHeader_ReachesTheAppOnAnyPath()
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/some/path") { Headers = { { "dapr-app-id", "target" } } };

        using var response = await _http.SendAsync(request);

        (await response.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("target").GetString().ShouldBe("/some/path");
    }

    [Theory]
    [InlineData("unknown")]
    [InlineData("caller")]
    public async Task Invoke_AppThatDoesNotListen_IsDirectInvokeError(string appId)
    {
        using var response = await _http.GetAsync($"/v1.0/invoke/{appId}/method/x");

        response.StatusCode.ShouldBe(HttpStatusCode.InternalServerError);
        (await response.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("errorCode").GetString().ShouldBe("ERR_DIRECT_INVOKE");
    }

    [Fact]
    public async Task AnyCall_WithoutTheApiToken_IsUnauthorized()
    {
        await using var host = await LocalDaprHost.StartAsync(new LocalDaprOptions { ApiToken = "open sesame" }, [Caller]);
        var metadata = new Uri($"http://127.0.0.1:{host["caller"].HttpPort}/v1.0/metadata");

        (await _http.GetAsync(metadata)).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        using var request = new HttpRequestMessage(HttpMethod.Get, metadata) { Headers = { { "dapr-api-token", "open sesame" } } };
        (await _http.SendAsync(request)).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    private static async Task EchoAsync(HttpContext context)
    {
        using var reader = new StreamReader(context.Request.Body);
        context.Response.StatusCode = StatusCodes.Status207MultiStatus;
        await context.Response.WriteAsJsonAsync(new
        {
            method = context.Request.Method,
            target = context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget,
            body = await reader.ReadToEndAsync(),
            caller = context.Request.Headers["dapr-caller-app-id"].ToString(),
        });
    }
}
