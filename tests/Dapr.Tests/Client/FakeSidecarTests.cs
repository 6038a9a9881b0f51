using Dapr.Client;
using Microsoft.AspNetCore.Builder;

namespace Dapr.Tests.Client;

/// <summary>Tests of a client, each with a fake sidecar of its own.</summary>
public abstract class FakeSidecarTests : IAsyncLifetime
{
    private protected FakeSidecar Sidecar { get; private set; } = null!;

    private protected DaprClient Client { get; private set; } = null!;

    private protected static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        Sidecar = await FakeSidecar.StartAsync(MapHttp);
        Client = Sidecar.CreateClient(builder => builder.UseDaprApiToken("s3cret"));
    }

    public ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        Client.Dispose();
        return Sidecar.DisposeAsync();
    }

    /// <summary>Maps the routes of the sidecar's HTTP port.</summary>
    private protected virtual void MapHttp(WebApplication app)
    {
    }
}
