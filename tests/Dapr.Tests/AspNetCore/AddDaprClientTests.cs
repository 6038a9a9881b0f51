using Dapr.Client;
using Dapr.Tests.Client;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Dapr.Tests.AspNetCore;

public sealed class AddDaprClientTests
{
    [Fact]
    public async Task AddDaprClient_Configuration_NamesPortAndToken()
    {
        await using var sidecar = await FakeSidecar.StartAsync();
        await using var services = Services(
            new Dictionary<string, string?>
            {
                ["DAPR_GRPC_PORT"] = new Uri(sidecar.GrpcEndpoint).Port.ToString(),
                ["DAPR_API_TOKEN"] = "s3cret",
            });

        await services.GetRequiredService<DaprClient>().SetMetadataAsync("a", "b", TestContext.Current.CancellationToken);

        sidecar.Dapr.Headers.GetValue("dapr-api-token").ShouldBe("s3cret");
    }

    [Fact]
    public async Task AddDaprClient_EndpointAndPort_UsesTheEndpoint()
    {
        await using var sidecar = await FakeSidecar.StartAsync();
        await using var services = Services(
            new Dictionary<string, string?> { ["DAPR_GRPC_PORT"] = "1", ["DAPR_GRPC_ENDPOINT"] = sidecar.GrpcEndpoint });

        await services.GetRequiredService<DaprClient>().SetMetadataAsync("a", "b", TestContext.Current.CancellationToken);
    }

    [Fact]
    public void AddDaprClient_Singleton_IsOneClient()
    {
        using var services = Services([]);

        services.GetRequiredService<DaprClient>().ShouldBeSameAs(services.GetRequiredService<DaprClient>());
    }

    private static ServiceProvider Services(Dictionary<string, string?> settings)
    {
        var services = new ServiceCollection();
        services.AddSingleton<IConfiguration>(new ConfigurationBuilder().AddInMemoryCollection(settings).Build());
        services.AddDaprClient();
        return services.BuildServiceProvider();
    }
}
