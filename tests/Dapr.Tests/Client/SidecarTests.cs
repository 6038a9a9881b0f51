using Dapr.Client;
using Dapr.Proto.Runtime.V1;
using Google.Protobuf;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace Dapr.Tests.Client;

/// <summary>Bindings, secrets, metadata, health, and what every call carries.</summary>
public sealed class SidecarTests : FakeSidecarTests
{
    private int _probes;

    private protected override void MapHttp(WebApplication app) => app.MapGet(
        "/v1.0/healthz/outbound",
        () => Interlocked.Increment(ref _probes) < 3 ? Results.StatusCode(500) : Results.NoContent());

    [Fact]
    public async Task EveryCall_TokenConfigured_CarriesTokenAndUserAgent()
    {
        await Client.SetMetadataAsync("a", "b", Cancellation);
        await Client.SetMetadataAsync("a", "b", Cancellation);

        Sidecar.Dapr.Headers.GetAll("dapr-api-token").ShouldHaveSingleItem().Value.ShouldBe("s3cret");
        Sidecar.Dapr.Headers.GetValue("user-agent").ShouldNotBeNull().ShouldContain("dapr-sdk-dotnet");
    }

    [Fact]
    public async Task InvokeBindingAsync_JsonInAndOut_IsConverted()
    {
        Sidecar.Dapr.Reply = new InvokeBindingResponse { Data = ByteString.CopyFromUtf8("[1,2]") };
        var metadata = new Dictionary<string, string> { ["path"] = "/x" };

        var answer = await Client.InvokeBindingAsync<string, int[]>("files", "list", "in", metadata, Cancellation);

        answer.ShouldBe([1, 2]);
        Sidecar.Dapr.Request<InvokeBindingRequest>().ShouldBe(new InvokeBindingRequest
        {
            Name = "files",
            Operation = "list",
            Data = ByteString.CopyFromUtf8("\"in\""),
            Metadata = { metadata },
        });
    }

    [Fact]
    public async Task InvokeBindingAsync_Bytes_AreNotConverted()
    {
        Sidecar.Dapr.Reply = new InvokeBindingResponse { Data = ByteString.CopyFrom(9, 8), Metadata = { ["size"] = "2" } };
        var request = new BindingRequest("files", "get") { Data = new byte[] { 1 }, Metadata = { ["fileName"] = "f" } };

        var response = await Client.InvokeBindingAsync(request, Cancellation);

        response.Data.ToArray().ShouldBe([9, 8]);
        response.Metadata["size"].ShouldBe("2");
        response.Request.ShouldBeSameAs(request);
        Sidecar.Dapr.Request<InvokeBindingRequest>().Metadata["fileName"].ShouldBe("f");
    }

    [Fact]
    public async Task GetBulkSecretAsync_Secrets_AreMaps()
    {
        Sidecar.Dapr.Reply = new GetBulkSecretResponse { Data = { ["db"] = new SecretResponse { Secrets = { ["user"] = "u" } } } };

        var secrets = await Client.GetBulkSecretAsync("secrets", cancellationToken: Cancellation);

        secrets.ShouldHaveSingleItem().Value.ShouldBe(new Dictionary<string, string> { ["user"] = "u" });
    }

    [Fact]
    public async Task GetMetadataAsync_Description_IsMapped()
    {
        Sidecar.Dapr.Reply = new GetMetadataResponse
        {
            Id = "shop",
            ActorRuntime = new ActorRuntime { ActiveActors = { new ActiveActorsCount { Type = "Cart", Count = 3 } } },
            ExtendedMetadata = { ["appCommand"] = "dotnet" },
            RegisteredComponents =
            {
                new RegisteredComponents { Name = "store", Type = "state.redis", Version = "v1", Capabilities = { "ETAG" } },
            },
        };

        var metadata = await Client.GetMetadataAsync(Cancellation);

        metadata.Id.ShouldBe("shop");
        metadata.Actors.ShouldHaveSingleItem().Count.ShouldBe(3);
        metadata.Extended["appCommand"].ShouldBe("dotnet");
        metadata.Components.ShouldHaveSingleItem().Capabilities.ShouldBe(["ETAG"]);
    }

    [Fact]
    public async Task CheckHealthAsync_NobodyListens_IsFalse()
    {
        await Sidecar.DisposeAsync();

        (await Client.CheckHealthAsync(Cancellation)).ShouldBeFalse();
    }

    [Fact]
    public async Task WaitForSidecarAsync_ReadyAtTheThirdProbe_ReturnsThen()
    {
        await Client.WaitForSidecarAsync(Cancellation);

        _probes.ShouldBe(3);
    }

    [Theory]
    [InlineData("ftp://localhost:1")]
    [InlineData("localhost")]
    public void Build_EndpointWithoutHttp_Throws(string endpoint) =>
        Should.Throw<Exception>(() => new DaprClientBuilder().UseGrpcEndpoint(endpoint).Build());
}
