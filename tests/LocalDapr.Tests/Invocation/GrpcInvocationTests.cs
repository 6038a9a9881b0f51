using System.Text;
using System.Text.Json;
using Dapr.Proto.Common.V1;
using Dapr.Proto.Runtime.V1;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Google.Rpc;
using Grpc.Core;
using Grpc.Net.Client;
using LocalDapr.Runtime.Hosting;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using DaprClient = Dapr.Proto.Runtime.V1.Dapr.DaprClient;
using Verb = Dapr.Proto.Common.V1.HTTPExtension.Types.Verb;

namespace LocalDapr.Tests.Invocation;

/// <summary>The rpc InvokeService, to apps that speak HTTP and to apps that speak gRPC, and HTTP invocation of the latter.</summary>
public sealed class GrpcInvocationTests
{
    [Fact]
    public async Task InvokeService_HttpApp_GetsARequestAndItsAnswerComesBack()
    {
        await using var pair = await Pair.StartAsync(AppProtocol.Http, app => app.Run(async context =>
        {
            using var reader = new StreamReader(context.Request.Body);
            context.Response.Headers["x-answer"] = "yes";
            context.Response.ContentType = "text/plain";
            await context.Response.WriteAsync(string.Join(
                '|', context.Request.Method, context.Request.Path + context.Request.QueryString, context.Request.ContentType,
                context.Request.Headers["x-mine"], context.Request.Headers["dapr-caller-app-id"], await reader.ReadToEndAsync()));
        }));
        var request = Request("a/b", "hello", new HTTPExtension { Verb = Verb.Put, Querystring = "x=1" });

        using var call = pair.Client.InvokeServiceAsync(request, new Metadata { { "x-mine", "kept" } });
        var response = await call;

        response.Data.Value.ToStringUtf8().ShouldBe("PUT|/a/b?x=1|text/plain|kept|caller|hello");
        response.ContentType.ShouldBe("text/plain");
        (await call.ResponseHeadersAsync).GetValue("x-answer").ShouldBe("yes");
        (await call.ResponseHeadersAsync).GetValue("dapr-http-status").ShouldBe("200");
    }

    [Theory]
    [InlineData(400, StatusCode.Internal)]
    [InlineData(404, StatusCode.NotFound)]
    [InlineData(409, StatusCode.AlreadyExists)]
    [InlineData(429, StatusCode.ResourceExhausted)]
    [InlineData(500, StatusCode.Unknown)]
    [InlineData(503, StatusCode.Unavailable)]
    public async Task InvokeService_HttpAppFails_GivesTheStatusWithDetails(int status, StatusCode expected)
    {
        await using var pair = await Pair.StartAsync(AppProtocol.Http, app => app.Run(context =>
        {
            context.Response.StatusCode = status;
            return context.Response.WriteAsync("why");
        }));

        var failure = await Should.ThrowAsync<RpcException>(
            async () => await pair.Client.InvokeServiceAsync(Request("x", "", new HTTPExtension { Verb = Verb.Get })));

        failure.StatusCode.ShouldBe(expected);
        var details = Google.Rpc.Status.Parser.ParseFrom(failure.Trailers.GetValueBytes("grpc-status-details-bin"));
        var info = details.Details.ShouldHaveSingleItem().Unpack<ErrorInfo>();
        info.Domain.ShouldBe("dapr.io");
        info.Metadata.ShouldBe(new Dictionary<string, string> { ["http.code"] = $"{status}", ["http.error_message"] = "why" }, ignoreOrder: true);
    }

    [Fact]
    public async Task InvokeService_BadRequests_HaveTheirStatus()
    {
        await using var pair = await Pair.StartAsync(AppProtocol.Http, app => app.Run(_ => Task.CompletedTask));

        (await FailAsync(Request("x", "", extension: null))).ShouldBe(StatusCode.InvalidArgument);
        (await FailAsync(Request("x", "", new HTTPExtension()))).ShouldBe(StatusCode.InvalidArgument);
        (await FailAsync(new InvokeServiceRequest { Id = "target" })).ShouldBe(StatusCode.InvalidArgument);
        (await FailAsync(new InvokeServiceRequest { Id = "nobody" })).ShouldBe(StatusCode.Internal);

        async Task<StatusCode> FailAsync(InvokeServiceRequest request) =>
            (await Should.ThrowAsync<RpcException>(async () => await pair.Client.InvokeServiceAsync(request))).StatusCode;
    }

    [Fact]
    public async Task InvokeService_GrpcApp_GetsOnInvokeWithMetadata()
    {
        await using var pair = await Pair.StartAsync(AppProtocol.Grpc, app => app.MapGrpcService<Callback>());

        using var call = pair.Client.InvokeServiceAsync(Request("greet", "Ada", extension: null), new Metadata { { "x-mine", "kept" } });
        var response = await call;
        var failure = await Should.ThrowAsync<RpcException>(async () => await pair.Client.InvokeServiceAsync(Request("fail", "", extension: null)));

        response.Data.Value.ToStringUtf8().ShouldBe("greet None  Ada kept caller");
        (await call.ResponseHeadersAsync).GetValue("x-answer").ShouldBe("yes");
        (failure.StatusCode, failure.Status.Detail, failure.Trailers.GetValue("x-trailer")).ShouldBe((StatusCode.Aborted, "refused", "told"));
    }

    [Fact]
    public async Task InvokeOverHttp_GrpcApp_GetsOnInvoke()
    {
        await using var pair = await Pair.StartAsync(AppProtocol.Grpc, app => app.MapGrpcService<Callback>());
        using var request = new HttpRequestMessage(HttpMethod.Post, "v1.0/invoke/target/method/greet?a=b%20c") { Content = new StringContent("Ada") };
        request.Headers.Add("x-mine", "kept");

        using var response = await pair.Http.SendAsync(request);

        (await response.Content.ReadAsStringAsync()).ShouldBe("greet Post a=b%20c Ada kept caller");
        ((int)response.StatusCode, response.Content.Headers.ContentType!.ToString()).ShouldBe((200, "text/plain; charset=utf-8"));
        response.Headers.GetValues("x-answer").ShouldBe(["yes"]);
    }

    [Fact]
    public async Task InvokeOverHttp_GrpcAppFails_GivesTheStatusAsJson()
    {
        await using var pair = await Pair.StartAsync(AppProtocol.Grpc, app => app.MapGrpcService<Callback>());

        using var response = await pair.Http.GetAsync(new Uri("v1.0/invoke/target/method/fail", UriKind.Relative));

        ((int)response.StatusCode).ShouldBe(409);
        JsonElement.Parse(await response.Content.ReadAsStringAsync()).GetProperty("message").GetString().ShouldBe("refused");
    }

    private static InvokeServiceRequest Request(string method, string body, HTTPExtension? extension) => new()
    {
        Id = "target",
        Message = new InvokeRequest
        {
            Method = method,
            ContentType = "text/plain",
            Data = new Any { Value = ByteString.CopyFromUtf8(body) },
            HttpExtension = extension,
        },
    };

    /// <summary>An app that speaks gRPC.</summary>
    internal sealed class Callback : AppCallback.AppCallbackBase
    {
        public override async Task<InvokeResponse> OnInvoke(InvokeRequest request, ServerCallContext context)
        {
            if (request.Method == "fail")
            {
                context.ResponseTrailers.Add("x-trailer", "told");
                throw new RpcException(new Grpc.Core.Status(StatusCode.Aborted, "refused"));
            }

            await context.WriteResponseHeadersAsync(new Metadata { { "x-answer", "yes" } });
            var (http, headers) = (request.HttpExtension ?? new HTTPExtension(), context.RequestHeaders);
            var text = $"{request.Method} {http.Verb} {http.Querystring} {request.Data.Value.ToStringUtf8()} {headers.GetValue("x-mine")} {headers.GetValue("dapr-caller-app-id")}";
            return new InvokeResponse { ContentType = request.ContentType, Data = new Any { Value = ByteString.CopyFrom(text, Encoding.UTF8) } };
        }
    }

    /// <summary>An app that calls, and one that is called.</summary>
    private sealed class Pair(TargetApp target, LocalDaprHost host) : IAsyncDisposable
    {
        private readonly GrpcChannel _channel = GrpcChannel.ForAddress($"http://127.0.0.1:{host["caller"].GrpcPort}");

        public DaprClient Client => new(_channel);

        public HttpClient Http { get; } = new() { BaseAddress = new Uri($"http://127.0.0.1:{host["caller"].HttpPort}/") };

        public static async Task<Pair> StartAsync(AppProtocol protocol, Action<WebApplication> map)
        {
            var target = await TargetApp.StartAsync(protocol, map);
            return new Pair(target, await LocalDaprHost.StartAsync(new LocalDaprOptions(), [new AppOptions { AppId = "caller" }, target.Options]));
        }

        public async ValueTask DisposeAsync()
        {
            _channel.Dispose();
            Http.Dispose();
            await host.DisposeAsync();
            await target.DisposeAsync();
        }
    }
}
