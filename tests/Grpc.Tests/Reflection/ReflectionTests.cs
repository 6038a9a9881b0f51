using Google.Protobuf.Reflection;
using Grpc.Core;
using Grpc.Net.Client;
using Grpc.Reflection.V1;
using Grpc.Tests.Server;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using V1Alpha = Grpc.Reflection.V1Alpha;

namespace Grpc.Tests.Reflection;

/// <summary>What grpcurl asks a server.</summary>
public sealed class ReflectionTests : IAsyncLifetime
{
    private EchoServer _server = null!;
    private GrpcChannel _channel = null!;

    public async ValueTask InitializeAsync()
    {
        _server = await EchoServer.StartAsync(
            configureBuilder: builder => builder.Services.AddGrpcReflection(),
            configureApp: app => app.MapGrpcReflectionService());
        _channel = GrpcChannel.ForAddress(_server.Address);
    }

    public async ValueTask DisposeAsync()
    {
        _channel.Dispose();
        await _server.DisposeAsync();
    }

    [Fact]
    public async Task ListServices_V1_NamesEveryMappedService()
    {
        var response = await AskAsync(new ServerReflectionRequest { ListServices = "" });

        response.ListServicesResponse.Service.Select(service => service.Name).ShouldBe(
            ["grpc.reflection.v1.ServerReflection", "grpc.reflection.v1alpha.ServerReflection", "grpc.tests.v1.Echo"]);
    }

    [Theory]
    [InlineData("grpc.tests.v1.Echo")]
    [InlineData("grpc.tests.v1.Echo.Unary")]
    [InlineData("grpc.tests.v1.EchoRequest")]
    [InlineData("grpc.tests.v1.EchoRequest.payload")]
    public async Task FileContainingSymbol_KnownSymbol_GivesItsFile(string symbol)
    {
        var response = await AskAsync(new ServerReflectionRequest { FileContainingSymbol = symbol });

        var file = FileDescriptorProto.Parser.ParseFrom(response.FileDescriptorResponse.FileDescriptorProto[0]);
        file.Package.ShouldBe("grpc.tests.v1");
    }

    [Fact]
    public async Task FileContainingSymbol_UnknownSymbol_IsAnErrorAndTheStreamGoesOn()
    {
        using var call = new ServerReflection.ServerReflectionClient(_channel).ServerReflectionInfo();

        await call.RequestStream.WriteAsync(new ServerReflectionRequest { FileContainingSymbol = "no.Such" });
        (await call.ResponseStream.MoveNext(TestContext.Current.CancellationToken)).ShouldBeTrue();
        call.ResponseStream.Current.ErrorResponse.ErrorCode.ShouldBe((int)StatusCode.NotFound);

        await call.RequestStream.WriteAsync(new ServerReflectionRequest { ListServices = "" });
        (await call.ResponseStream.MoveNext(TestContext.Current.CancellationToken)).ShouldBeTrue();
        await call.RequestStream.CompleteAsync();
    }

    [Fact]
    public async Task ListServices_V1Alpha_AnswersTheSame()
    {
        using var call = new V1Alpha.ServerReflection.ServerReflectionClient(_channel).ServerReflectionInfo();

        await call.RequestStream.WriteAsync(new V1Alpha.ServerReflectionRequest { ListServices = "" });
        await call.ResponseStream.MoveNext(TestContext.Current.CancellationToken);

        call.ResponseStream.Current.ListServicesResponse.Service.Count.ShouldBe(3);
    }

    private async Task<ServerReflectionResponse> AskAsync(ServerReflectionRequest request)
    {
        using var call = new ServerReflection.ServerReflectionClient(_channel).ServerReflectionInfo();
        await call.RequestStream.WriteAsync(request);
        await call.RequestStream.CompleteAsync();
        (await call.ResponseStream.MoveNext(TestContext.Current.CancellationToken)).ShouldBeTrue();
        return call.ResponseStream.Current;
    }
}
