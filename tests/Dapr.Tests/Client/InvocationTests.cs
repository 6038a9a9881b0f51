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

public sealed class InvocationTests : FakeSidecarTests
{
    private string _token = string.Empty;

    private protected override void MapHttp(WebApplication app) => app.MapFallback(context =>
    {
        _token = context.Request.Headers["dapr-api-token"].ToString();
        context.Response.StatusCode = context.Request.Path.Value!.EndsWith("missing", StringComparison.Ordinal) ? 404 : 200;
        return context.Response.WriteAsJsonAsync($"{context.Request.Method} {context.Request.Path}{context.Request.QueryString}");
    });

    [Fact]
    public async Task InvokeMethodAsync_Method_IsCalledThroughTheSidecar()
    {
        var answer = await Client.InvokeMethodAsync<string>(HttpMethod.Get, "Cart", "items/1?x=1", Cancellation);

        answer.ShouldBe("GET /v1.0/invoke/Cart/method/items/1?x=1");
        _token.ShouldBe("s3cret");
    }

    [Fact]
    public async Task CreateInvokeMethodRequest_Query_IsEscapedAndAppended()
    {
        var request = Client.CreateInvokeMethodRequest(HttpMethod.Put, "cart", "/items?a=1", [new("b c", "&")]);

        (await Client.InvokeMethodAsync<string>(request, Cancellation)).ShouldBe("PUT /v1.0/invoke/cart/method/items?a=1&b%20c=%26");
    }

    [Fact]
    public async Task InvokeMethodAsync_ErrorStatus_ThrowsWithTheResponse()
    {
        var exception = await Should.ThrowAsync<InvocationException>(() => Client.InvokeMethodAsync("cart", "missing", Cancellation));

        exception.AppId.ShouldBe("cart");
        exception.MethodName.ShouldBe("missing");
        var response = exception.Response.ShouldNotBeNull();
        response.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await response.Content.ReadAsStringAsync(Cancellation)).ShouldContain("missing");
    }

    [Fact]
    public async Task InvokeMethodAsync_BodyOfAnotherType_ThrowsWithTheResponse()
    {
        var exception = await Should.ThrowAsync<InvocationException>(() => Client.InvokeMethodAsync<int>("cart", "items", Cancellation));

        exception.Response.ShouldNotBeNull().StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task InvokeMethodWithResponseAsync_AddressElsewhere_IsRefused()
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "http://elsewhere.invalid/");

        await Should.ThrowAsync<InvalidOperationException>(() => Client.InvokeMethodWithResponseAsync(request, Cancellation));
    }

    [Fact]
    public async Task CreateInvokableHttpClient_RelativeAddress_KeepsTheCaseOfTheAppId()
    {
        using var client = Client.CreateInvokableHttpClient("Cart");

        var answer = await client.GetStringAsync("/items/a%2Fb?x=1", Cancellation);

        answer.ShouldContain("/v1.0/invoke/Cart/method/items/a%2Fb?x=1");
        _token.ShouldBe("s3cret");
    }

    [Fact]
    public async Task CreateInvocationInvoker_Call_CarriesAppIdAndLeavesTheCallersHeaders()
    {
        var invoker = DaprClient.CreateInvocationInvoker("cart", Sidecar.GrpcEndpoint, "s3cret");
        var client = new DaprApi.DaprClient(invoker);
        var headers = new Metadata { { "x", "1" } };

        await client.GetMetadataAsync(new GetMetadataRequest(), headers, cancellationToken: Cancellation);
        await client.GetMetadataAsync(new GetMetadataRequest(), headers, cancellationToken: Cancellation);

        headers.Count.ShouldBe(1);
        Sidecar.Dapr.Headers.GetAll("dapr-app-id").ShouldHaveSingleItem().Value.ShouldBe("cart");
        Sidecar.Dapr.Headers.GetValue("dapr-api-token").ShouldBe("s3cret");
        Sidecar.Dapr.Headers.GetValue("x").ShouldBe("1");
    }

    [Fact]
    public async Task InvokeMethodGrpcAsync_Message_IsPackedAndUnpacked()
    {
        Sidecar.Dapr.Reply = new InvokeResponse { Data = Any.Pack(new StringValue { Value = "out" }) };

        var answer = await Client.InvokeMethodGrpcAsync<StringValue, StringValue>("cart", "do", new StringValue { Value = "in" }, Cancellation);

        answer.Value.ShouldBe("out");
        var request = Sidecar.Dapr.Request<InvokeServiceRequest>();
        request.Id.ShouldBe("cart");
        request.Message.Data.Unpack<StringValue>().Value.ShouldBe("in");
    }

    [Fact]
    public async Task InvokeMethodGrpcAsync_SidecarRefuses_ThrowsInvocationException()
    {
        Sidecar.Dapr.Failure = StatusCode.NotFound;

        (await Should.ThrowAsync<InvocationException>(() => Client.InvokeMethodGrpcAsync("cart", "do", Cancellation)))
            .InnerException.ShouldBeOfType<RpcException>();
    }
}
