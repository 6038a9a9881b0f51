using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Platform.Blobs;
using Platform.Blobs.Links;

namespace Gateway.Tests.Flows;

/// <summary>Signed URLs of blobs, through the public port.</summary>
public sealed class BlobDeliveryTests(PlatformFixture platform) : IClassFixture<PlatformFixture>
{
    private const int Size = BlobStore.ChunkSize + 1000;

    private readonly byte[] _content = RandomNumberGenerator.GetBytes(Size);

    private BlobStore Store => new(
        platform.Platform["gateway"].Dapr, "blobs", "tests", platform.Platform["gateway"].Services.GetRequiredService<BlobLinks>());

    [Fact]
    public async Task Get_SignedUrl_ServesTheBlob()
    {
        var path = await PutAsync("whole.bin");

        using var response = await platform.Client.GetAsync(path);

        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        (await response.Content.ReadAsByteArrayAsync()).ShouldBe(_content);
        response.Content.Headers.ContentType!.MediaType.ShouldBe("video/mp4");
        response.Headers.AcceptRanges.ShouldBe(["bytes"]);
        response.Headers.ETag.ShouldNotBeNull();
        response.Headers.CacheControl!.MaxAge!.Value.ShouldBeInRange(TimeSpan.FromSeconds(30), TimeSpan.FromSeconds(60));
    }

    [Theory]
    [InlineData("bytes=0-99", 0, 100)]
    [InlineData("bytes=2097100-2097200", 2097100, 101)]
    [InlineData("bytes=2098000-", 2098000, Size - 2098000)]
    [InlineData("bytes=-10", Size - 10, 10)]
    public async Task Get_Range_ServesThatMuch(string range, int offset, int length)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, await PutAsync("ranges.bin"));
        request.Headers.Range = RangeHeaderValue.Parse(range);

        using var response = await platform.Client.SendAsync(request);

        response.StatusCode.ShouldBe(HttpStatusCode.PartialContent);
        response.Content.Headers.ContentRange!.Length.ShouldBe(Size);
        (await response.Content.ReadAsByteArrayAsync()).ShouldBe(_content[offset..(offset + length)]);
    }

    [Fact]
    public async Task Get_RangeBehindTheEnd_IsAProblem()
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, await PutAsync("end.bin"));
        request.Headers.Range = new RangeHeaderValue(Size, null);

        using var response = await platform.Client.SendAsync(request);

        await ShouldBeProblemAsync(response, HttpStatusCode.RequestedRangeNotSatisfiable, "RANGE_NOT_SATISFIABLE");
    }

    [Fact]
    public async Task Get_KnownETag_IsNotModified()
    {
        var path = await PutAsync("cached.bin");
        using var first = await platform.Client.GetAsync(path);
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.IfNoneMatch.Add(first.Headers.ETag!);

        using var second = await platform.Client.SendAsync(request);

        second.StatusCode.ShouldBe(HttpStatusCode.NotModified);
    }

    [Fact]
    public async Task Head_SignedUrl_TellsTheSize()
    {
        using var request = new HttpRequestMessage(HttpMethod.Head, await PutAsync("head.bin"));

        using var response = await platform.Client.SendAsync(request);

        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        response.Content.Headers.ContentLength.ShouldBe(Size);
    }

    [Fact]
    public async Task Get_ForgedUrl_IsRefused()
    {
        var path = await PutAsync("forged.bin");

        using var response = await platform.Client.GetAsync(path[..^1] + (path[^1] == 'A' ? 'B' : 'A'));

        await ShouldBeProblemAsync(response, HttpStatusCode.Forbidden, "BLOB_LINK_INVALID");
    }

    [Fact]
    public async Task Get_RemovedBlob_IsNotFound()
    {
        var path = await PutAsync("removed.bin");
        await Store.DeleteAsync("removed.bin", default);

        using var response = await platform.Client.GetAsync(path);

        await ShouldBeProblemAsync(response, HttpStatusCode.NotFound, "BLOB_NOT_FOUND");
    }

    private static async Task ShouldBeProblemAsync(HttpResponseMessage response, HttpStatusCode status, string reason)
    {
        response.StatusCode.ShouldBe(status);
        response.Content.Headers.ContentType!.MediaType.ShouldBe("application/problem+json");
        (await response.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("reason").GetString().ShouldBe(reason);
    }

    private async Task<string> PutAsync(string key)
    {
        await Store.PutAsync(key, _content, default);
        return (await Store.PresignAsync(key, "video/mp4", TimeSpan.FromMinutes(1), default))!.PathAndQuery;
    }
}
