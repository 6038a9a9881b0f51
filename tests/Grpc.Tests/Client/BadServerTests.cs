using Grpc.Core;
using Grpc.Net.Client;
using Grpc.Tests.V1;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Grpc.Tests.Client;

/// <summary>What callers see of servers, proxies and connections that misbehave.</summary>
public sealed class BadServerTests
{
    [Theory]
    [InlineData(400, StatusCode.Internal)]
    [InlineData(401, StatusCode.Unauthenticated)]
    [InlineData(403, StatusCode.PermissionDenied)]
    [InlineData(404, StatusCode.Unimplemented)]
    [InlineData(429, StatusCode.Unavailable)]
    [InlineData(500, StatusCode.Unknown)]
    [InlineData(502, StatusCode.Unavailable)]
    [InlineData(503, StatusCode.Unavailable)]
    [InlineData(504, StatusCode.Unavailable)]
    public Task Unary_HttpStatusWithoutGrpcStatus_IsMapped(int http, StatusCode expected) =>
        ShouldFailAsync(expected, context =>
        {
            context.Response.StatusCode = http;
            return Task.CompletedTask;
        });

    [Fact]
    public Task Unary_OtherContentType_IsUnknown() =>
        ShouldFailAsync(StatusCode.Unknown, context =>
        {
            context.Response.ContentType = "text/html";
            return context.Response.WriteAsync("<html>");
        });

    [Fact]
    public Task Unary_NoStatusInTrailers_IsUnknown() =>
        ShouldFailAsync(StatusCode.Unknown, context => Answers.Message(context, Answers.Frame("x"), status: null));

    [Fact]
    public Task Unary_UnknownStatusNumber_IsUnknown() => ShouldFailAsync(StatusCode.Unknown, context => Answers.TrailersOnly(context, 99));

    [Fact]
    public Task Unary_OkWithoutMessage_IsInternal() => ShouldFailAsync(StatusCode.Internal, context => Answers.TrailersOnly(context, 0));

    [Fact]
    public Task Unary_TwoMessages_IsInternal() =>
        ShouldFailAsync(StatusCode.Internal, context => Answers.Message(context, [.. Answers.Frame("a"), .. Answers.Frame("b")]));

    [Fact]
    public Task Unary_TruncatedMessage_IsInternal() =>
        ShouldFailAsync(StatusCode.Internal, context => Answers.Message(context, Answers.Frame("hello")[..^2]));

    [Fact]
    public Task Unary_MalformedPrefix_IsInternal() =>
        ShouldFailAsync(StatusCode.Internal, context => Answers.Message(context, [7, .. Answers.Frame("hello")[1..]]));

    [Fact]
    public Task Unary_MalformedMessage_IsInternal() =>
        ShouldFailAsync(StatusCode.Internal, context => Answers.Message(context, [0, 0, 0, 0, 2, 0xff, 0xff]));

    [Fact]
    public Task Unary_CompressedWithoutEncoding_IsInternal() =>
        ShouldFailAsync(StatusCode.Internal, context => Answers.Message(context, [1, .. Answers.Frame("hello")[1..]]));

    [Fact]
    public Task Unary_EncodingThatWasNotOffered_IsInternal() =>
        ShouldFailAsync(StatusCode.Internal, context =>
        {
            context.Response.Headers["grpc-encoding"] = "snappy";
            return Answers.Message(context, [1, .. Answers.Frame("hello")[1..]]);
        });

    [Fact]
    public Task Unary_MessageOverTheLimit_IsResourceExhausted() =>
        ShouldFailAsync(StatusCode.ResourceExhausted, context => Answers.Message(context, Answers.Frame(new string('x', 2000))));

    [Theory]
    [InlineData(0x2, StatusCode.Internal)]
    [InlineData(0x8, StatusCode.Cancelled)]
    [InlineData(0xb, StatusCode.ResourceExhausted)]
    [InlineData(0xc, StatusCode.PermissionDenied)]
    public Task Unary_StreamReset_IsMapped(int error, StatusCode expected) =>
        ShouldFailAsync(expected, context =>
        {
            context.Features.GetRequiredFeature<IHttpResetFeature>().Reset(error);
            return Task.CompletedTask;
        });

    [Fact]
    public Task Unary_ConnectionAborted_IsUnavailable() =>
        ShouldFailAsync(StatusCode.Unavailable, context =>
        {
            context.Features.GetRequiredFeature<Microsoft.AspNetCore.Connections.Features.IConnectionLifetimeFeature>().Abort();
            return Task.CompletedTask;
        });

    [Fact]
    public async Task Unary_NobodyListens_IsUnavailable()
    {
        var server = await ScriptedServer.StartAsync(_ => Task.CompletedTask);
        await server.DisposeAsync();
        using var channel = GrpcChannel.ForAddress(server.Address);

        var error = await Should.ThrowAsync<RpcException>(async () => await new Echo.EchoClient(channel).UnaryAsync(new EchoRequest()));

        error.StatusCode.ShouldBe(StatusCode.Unavailable);
    }

    [Fact]
    public async Task ServerStream_ResetAfterAMessage_GivesTheMessageThenFails()
    {
        await using var server = await ScriptedServer.StartAsync(async context =>
        {
            context.Response.ContentType = "application/grpc";
            await context.Response.Body.WriteAsync(Answers.Frame("first"));
            await context.Response.Body.FlushAsync();
            await context.Request.Body.CopyToAsync(Stream.Null);
            context.Features.GetRequiredFeature<IHttpResetFeature>().Reset(0x2);
        });
        using var channel = GrpcChannel.ForAddress(server.Address);
        using var call = new Echo.EchoClient(channel).ServerStream(new EchoRequest());

        (await call.ResponseHeadersAsync).ShouldNotBeNull();
        var error = await Should.ThrowAsync<RpcException>(async () =>
        {
            while (await call.ResponseStream.MoveNext(CancellationToken.None))
            {
                call.ResponseStream.Current.Payload.ToStringUtf8().ShouldBe("first");
            }
        });

        error.StatusCode.ShouldBe(StatusCode.Internal);
        call.GetStatus().StatusCode.ShouldBe(StatusCode.Internal);
    }

    private static async Task ShouldFailAsync(StatusCode expected, RequestDelegate answer)
    {
        await using var server = await ScriptedServer.StartAsync(answer);
        using var channel = GrpcChannel.ForAddress(server.Address, new GrpcChannelOptions { MaxReceiveMessageSize = 1000 });
        var client = new Echo.EchoClient(channel);

        var unary = await Should.ThrowAsync<RpcException>(async () => await client.UnaryAsync(new EchoRequest()));

        unary.StatusCode.ShouldBe(expected, unary.Message);
    }
}
