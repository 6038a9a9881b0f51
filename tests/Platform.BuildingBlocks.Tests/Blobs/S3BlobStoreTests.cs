using Dapr.Client;
using Platform.Blobs;
using Platform.Blobs.Links;

namespace Platform.BuildingBlocks.Tests.Blobs;

/// <summary>Blobs in <c>bindings.aws.s3</c>, as its reference describes it.</summary>
public sealed class S3BlobStoreTests : BlobStoreContract, IAsyncLifetime
{
    private readonly BlobLinks _links = new(_ => Task.FromResult(new byte[32]), "https://example.com/", TimeProvider.System);
    private FakeS3? _s3;
    private DaprClient? _dapr;

    public async ValueTask InitializeAsync()
    {
        _s3 = await FakeS3.StartAsync();
        _dapr = new DaprClientBuilder().UseGrpcEndpoint(_s3.Address).Build();
    }

    public async ValueTask DisposeAsync()
    {
        _dapr!.Dispose();
        await _s3!.DisposeAsync();
    }

    [Fact]
    public async Task Presign_SmallBlob_IsAUrlOfTheBucket()
    {
        var store = NewStore();
        await store.PutAsync("a/b.txt", "text"u8.ToArray(), default);

        var url = await store.PresignAsync("a/b.txt", "text/plain", TimeSpan.FromMinutes(15), default);

        url!.AbsoluteUri.ShouldBe("https://bucket.example/@space/a/b.txt?X-Amz-Expires=900s");
    }

    [Fact]
    public async Task Presign_BlobInChunks_IsAUrlOfTheGateway()
    {
        var store = NewStore();
        await store.PutAsync("large", new byte[BlobStore.ChunkSize + 1], default);

        var url = await store.PresignAsync("large", "video/mp4", TimeSpan.FromMinutes(15), default);

        url!.AbsoluteUri.ShouldStartWith("https://example.com/v1/blobs/");
    }

    protected override BlobStore NewStore() => new(_dapr!, "blobs", "space", _links);
}
