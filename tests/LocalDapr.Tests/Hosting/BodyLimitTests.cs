using System.Text.Json;
using Dapr.Proto.Runtime.V1;
using Google.Protobuf;
using Grpc.Core;
using LocalDapr.Runtime.Hosting;

namespace LocalDapr.Tests.Hosting;

/// <summary>The largest request that a sidecar takes.</summary>
public sealed class BodyLimitTests
{
    private const int Limit = 100_000;
    private const string Store = """
        apiVersion: dapr.io/v1alpha1
        kind: Component
        metadata: {name: statestore}
        spec: {type: state.redis}
        ---
        apiVersion: dapr.io/v1alpha1
        kind: Component
        metadata: {name: pubsub}
        spec: {type: pubsub.redis}
        """;

    private static readonly AppOptions Limited = new() { AppId = "shop", MaxBodyBytes = Limit };

    [Theory]
    [InlineData("v1.0/state/statestore", false)]
    [InlineData("v1.0/state/statestore", true)]
    [InlineData("v1.0/publish/pubsub/topic", false)]
    [InlineData("v1.0/publish/pubsub/topic", true)]
    [InlineData("v1.0/invoke/shop/method/x", false)]
    public async Task Post_LargerThanTheLimit_IsRefused(string path, bool chunked)
    {
        await using var host = await SidecarHost.StartAsync(Store, app: Limited);
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = new StringContent(Json(Limit + 1)) };
        request.Headers.TransferEncodingChunked = chunked;

        using var response = await host.Http.SendAsync(request);

        ((int)response.StatusCode).ShouldBe(413);
        JsonElement.Parse(await response.Content.ReadAsStringAsync()).GetProperty("errorCode").GetString().ShouldBe("ERR_BODY_READ");
    }

    [Fact]
    public async Task Post_AsLargeAsTheLimit_IsTaken()
    {
        await using var host = await SidecarHost.StartAsync(Store, app: Limited);
        using var content = new StringContent(Json(Limit));

        using var response = await host.Http.PostAsync(new Uri("v1.0/state/statestore", UriKind.Relative), content);

        ((int)response.StatusCode).ShouldBe(204);
    }

    [Fact]
    public async Task Post_NoLimitGiven_TakesMoreThanThreeMegabytesAndNotFive()
    {
        await using var host = await SidecarHost.StartAsync(Store);

        (await StatusOfAsync(4 * 1024 * 1024)).ShouldBe(204);
        (await StatusOfAsync((4 * 1024 * 1024) + 1)).ShouldBe(413);

        async Task<int> StatusOfAsync(int length)
        {
            using var content = new StringContent(Json(length));
            using var response = await host.Http.PostAsync(new Uri("v1.0/state/statestore", UriKind.Relative), content);
            return (int)response.StatusCode;
        }
    }

    [Fact]
    public async Task Call_MessageLargerThanTheLimit_IsRefused()
    {
        await using var host = await SidecarHost.StartAsync(Store, app: Limited);
        var item = new Dapr.Proto.Common.V1.StateItem { Key = "k", Value = ByteString.CopyFrom(new byte[Limit]) };

        var failure = await Should.ThrowAsync<RpcException>(
            async () => await host.Client.SaveStateAsync(new SaveStateRequest { StoreName = "statestore", States = { item } }));

        failure.StatusCode.ShouldBe(StatusCode.ResourceExhausted);
    }

    /// <summary>A request to save state that has as many bytes.</summary>
    private static string Json(int length)
    {
        const string Start = """[{"key":"k","value":" """;
        const string End = "\"}]";
        return Start + new string('x', length - Start.Length - End.Length) + End;
    }
}
