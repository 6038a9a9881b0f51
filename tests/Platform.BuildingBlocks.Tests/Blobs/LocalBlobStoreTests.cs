using Platform.Blobs;
using Platform.Blobs.Links;

namespace Platform.BuildingBlocks.Tests.Blobs;

/// <summary>Blobs in localdapr's <c>bindings.localstorage</c>.</summary>
[Collection(nameof(SidecarTests))]
public sealed class LocalBlobStoreTests(SidecarFixture sidecar) : BlobStoreContract
{
    private readonly BlobLinks _links = new(_ => Task.FromResult(new byte[32]), "https://example.com/", sidecar.Clock);

    [Fact]
    public async Task Presign_Blob_IsASignedUrlOfTheGateway()
    {
        var store = NewStore();
        await store.PutAsync("a/b.txt", "text"u8.ToArray(), default);

        var url = (await store.PresignAsync("a/b.txt", "text/plain", TimeSpan.FromMinutes(1), default)).ShouldNotBeNull();

        url.AbsoluteUri.ShouldStartWith("https://example.com/v1/blobs/");
        var link = (await _links.TryOpenAsync(url.Segments[^1], default)).ShouldNotBeNull();
        (link.Key, link.ContentType).ShouldBe(("a/b.txt", "text/plain"));
    }

    [Fact]
    public async Task TryOpen_TokenThatIsForgedOrOver_IsNull()
    {
        var token = (await _links.SignAsync("space", "key", "text/plain", TimeSpan.FromMinutes(1), default)).Segments[^1];

        for (var i = 0; i < token.Length; i++)
        {
            var forged = token[..i] + (token[i] == 'A' ? 'B' : 'A') + token[(i + 1)..];
            (await _links.TryOpenAsync(forged, default)).ShouldBeNull(forged);
        }

        foreach (var broken in new[] { "", ".", "a.b.c", token + ".", new string('a', 10_000), "%%.%%" })
        {
            (await _links.TryOpenAsync(broken, default)).ShouldBeNull(broken);
        }

        (await _links.TryOpenAsync(token, default)).ShouldNotBeNull();
        sidecar.Clock.Advance(TimeSpan.FromMinutes(1));
        (await _links.TryOpenAsync(token, default)).ShouldBeNull();
    }

    protected override BlobStore NewStore() => new(sidecar.First, "blobs", sidecar.NewName(), _links);
}
