using System.Net;
using Dapr.Client;
using Dapr.Proto.Common.V1;
using Dapr.Proto.Runtime.V1;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using DaprApi = Dapr.Proto.Runtime.V1.Dapr;

namespace Dapr.Tests.Client;

public sealed class InvocationTests : IAsyncLifetime
{
    private FakeSidecar _sidecar = null!;
    private DaprClient _client = null!;
    private string _token = string.Empty;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _sidecar = await FakeSidecar.StartAsync(app =>
        {
            app.MapFallback(context =>
            {
                _token = context.Request.Headers["dapr-api-token"].ToString();
                context.Response.StatusCode = context.Request.Path.Value!.EndsWith("missing", StringComparison.Ordinal) ? 404 : 200;
                return context.Response.WriteAsJsonAsync($"{context.Request.Method} {context.Request.Path}{context.Request.QueryString}");
            });
        });
        _client = _sidecar.CreateClient(builder => builder.UseDaprApiToken("s3cret"));
    }

    public ValueTask DisposeAsync()
    {
        _client.Dispose();
        return _sidecar.DisposeAsync();
    }

    [Fact]
    public async Task InvokeMethodAsync_Method_IsCalledThroughTheSidecar()
    {
        var answer = await _client.InvokeMethodAsync<string>(HttpMethod.Get, "Cart", "items/1?x=1", Cancellation);

        answer.ShouldBe("GET /v1.0/invoke/Cart/method/items/1?x=1");
        _token.ShouldBe("s3cret");
    }

    [Fact]
    public async Task CreateInvokeMethodRequest_Query_IsEscapedAndAppended()
    {
        var request = _client.CreateInvokeMethodRequest(HttpMethod.Put, "cart", "/items?a=1", [new("b c", "&")]);

        (await _client.InvokeMethodAsync<string>(request, Cancellation)).ShouldBe("PUT /v1.0/invoke/cart/method/items?a=1&b%20c=%26");
    }

    [Fact]
    public async Task InvokeMethodAsync_ErrorStatus_ThrowsWithTheResponse()
    {
        var exception = await Should.ThrowAsync<InvocationException>(() => _client.InvokeMethodAsync("cart", "missing", Cancellation));

        exception.AppId.ShouldBe("cart");
        exception.MethodName.ShouldBe("missing");
        var response = exception.Response.ShouldNotBeNull();
        response.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await response.Content.ReadAsStringAsync(Cancellation)).ShouldContain("missing");
    }

    [Fact]
    public async Task InvokeMethodAsync_BodyOfAnotherType_ThrowsWithTheResponse()
    {
        var exception = await Should.ThrowAsync<InvocationException>(() => _client.InvokeMethodAsync<int>("cart", "items", Cancellation));

        exception.Response.ShouldNotBeNull().StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task InvokeMethodWithResponseAsync_AddressElsewhere_IsRefused()
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "http://elsewhere.invalid/");

        await Should.ThrowAsync<InvalidOperationException>(() => _client.InvokeMethodWithResponseAsync(request, Cancellation));
    }

    [Fact]
    public async Task CreateInvokableHttpClient_RelativeAddress_KeepsTheCaseOfTheAppId()
    {
        using var client = _client.CreateInvokableHttpClient("Cart");

        var answer = await client.GetStringAsync("/items/a%2Fb?x=1", Cancellation);

        answer.ShouldContain("/v1.0/invoke/Cart/method/items/a%2Fb?x=1");
        _token.ShouldBe("s3cret");
    }

    [Fact]
    public async Task CreateInvocationInvoker_Call_CarriesAppIdAndLeavesTheCallersHeaders()
    {
        var invoker = DaprClient.CreateInvocationInvoker("cart", _sidecar.GrpcEndpoint, "s3cret");
        var client = new DaprApi.DaprClient(invoker);
        var headers = new Metadata { { "x", "1" } };

        await client.GetMetadataAsync(new GetMetadataRequest(), headers, cancellationToken: Cancellation);
        await client.GetMetadataAsync(new GetMetadataRequest(), headers, cancellationToken: Cancellation);

        headers.Count.ShouldBe(1);
        _sidecar.Dapr.Headers.GetAll("dapr-app-id").ShouldHaveSingleItem().Value.ShouldBe("cart");
        _sidecar.Dapr.Headers.GetValue("dapr-api-token").ShouldBe("s3cret");
        _sidecar.Dapr.Headers.GetValue("x").ShouldBe("1");
    }

    [Fact]
    public async Task InvokeMethodGrpcAsync_Message_IsPackedAndUnpacked()
    {
        _sidecar.Dapr.Reply = new InvokeResponse { Data = Any.Pack(new StringValue { Value = "out" }) };

        var answer = await _client.InvokeMethodGrpcAsync<StringValue, StringValue>("cart", "do", new StringValue { Value = "in" }, Cancellation);

        answer.Value.ShouldBe("out");
        var request = _sidecar.Dapr.Request<InvokeServiceRequest>();
        request.Id.ShouldBe("cart");
        request.Message.Data.Unpack<StringValue>().Value.ShouldBe("in");
    }

    [Fact]
    public async Task InvokeMethodGrpcAsync_SidecarRefuses_ThrowsInvocationException()
    {
        _sidecar.Dapr.Failure = StatusCode.NotFound;

        (await Should.ThrowAsync<InvocationException>(() => _client.InvokeMethodGrpcAsync("cart", "do", Cancellation)))
            .InnerException.ShouldBeOfType<RpcException>();
    }
}
