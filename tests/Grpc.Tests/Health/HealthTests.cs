using Grpc.Core;
using Grpc.Health.V1;
using Grpc.HealthCheck;
using Grpc.Net.Client;
using Grpc.Tests.Server;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using static Grpc.Health.V1.HealthCheckResponse.Types;
using HealthClient = Grpc.Health.V1.Health.HealthClient;

namespace Grpc.Tests.Health;

public sealed class HealthTests : IAsyncLifetime
{
    private EchoServer _server = null!;
    private GrpcChannel _channel = null!;
    private HealthServiceImpl _health = null!;

    private HealthClient Client => new(_channel);

    public async ValueTask InitializeAsync()
    {
        _server = await EchoServer.StartAsync(
            configureBuilder: builder => builder.Services.AddGrpcHealthChecks(),
            configureApp: app =>
            {
                app.MapGrpcHealthChecksService();
                _health = app.Services.GetRequiredService<HealthServiceImpl>();
            });
        _channel = GrpcChannel.ForAddress(_server.Address);
    }

    public async ValueTask DisposeAsync()
    {
        _channel.Dispose();
        await _server.DisposeAsync();
    }

    [Fact]
    public async Task Check_StartedServer_IsServing() =>
        (await Client.CheckAsync(new HealthCheckRequest())).Status.ShouldBe(ServingStatus.Serving);

    [Fact]
    public async Task Check_UnknownService_IsNotFound()
    {
        var failure = await Should.ThrowAsync<RpcException>(async () => await Client.CheckAsync(new HealthCheckRequest { Service = "no.Such" }));

        failure.StatusCode.ShouldBe(StatusCode.NotFound);
    }

    [Fact]
    public async Task Watch_StatusChanges_TellsEachChange()
    {
        using var watch = Client.Watch(new HealthCheckRequest { Service = "a.Service" });

        (await NextAsync(watch)).ShouldBe(ServingStatus.ServiceUnknown);
        _health.SetStatus("a.Service", ServingStatus.Serving);
        (await NextAsync(watch)).ShouldBe(ServingStatus.Serving);
        _health.SetStatus("a.Service", ServingStatus.NotServing);
        (await NextAsync(watch)).ShouldBe(ServingStatus.NotServing);
    }

    [Fact]
    public async Task Watch_ServerStops_EndsWithNotServing()
    {
        using var watch = Client.Watch(new HealthCheckRequest());
        (await NextAsync(watch)).ShouldBe(ServingStatus.Serving);

        var stop = _server.StopAsync();

        (await NextAsync(watch)).ShouldBe(ServingStatus.NotServing);
        (await watch.ResponseStream.MoveNext(TestContext.Current.CancellationToken)).ShouldBeFalse();
        await stop;
    }

    private static async Task<ServingStatus> NextAsync(AsyncServerStreamingCall<HealthCheckResponse> watch)
    {
        (await watch.ResponseStream.MoveNext(TestContext.Current.CancellationToken)).ShouldBeTrue();
        return watch.ResponseStream.Current.Status;
    }
}
