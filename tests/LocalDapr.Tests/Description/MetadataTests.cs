using System.Text.Json;
using Dapr.Proto.Runtime.V1;
using Grpc.Core;
using LocalDapr.Runtime.Hosting;
using LocalDapr.Tests.Hosting;
using LocalDapr.Tests.Invocation;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Platform.Testing;

namespace LocalDapr.Tests.Description;

/// <summary>What a sidecar says about itself, over HTTP and gRPC.</summary>
public sealed class MetadataTests
{
    private const string Stores = """
        apiVersion: dapr.io/v1alpha1
        kind: Component
        metadata: {name: mine}
        spec: {type: state.redis, version: v1}
        ---
        apiVersion: dapr.io/v1alpha1
        kind: Component
        metadata: {name: theirs}
        spec: {type: state.redis, version: v1}
        scopes: [someone-else]
        """;

    [Fact]
    public async Task Get_OverHttpAndGrpc_DescribesAppAndVisibleComponents()
    {
        await using var host = await SidecarHost.StartAsync(Stores, app: new AppOptions { AppId = "shop", AppPort = 65_000, Protocol = AppProtocol.H2c });

        var grpc = await host.Client.GetMetadataAsync(new GetMetadataRequest());
        var (_, http) = await host.GetAsync("v1.0/metadata");

        grpc.Id.ShouldBe("shop");
        grpc.RegisteredComponents.ShouldHaveSingleItem().Capabilities.ShouldBe(["ETAG", "TRANSACTIONAL", "TTL"]);
        grpc.AppConnectionProperties.Protocol.ShouldBe("h2c");
        http.GetProperty("id").GetString().ShouldBe("shop");
        http.GetProperty("components").GetRawText().ShouldBe(
            """[{"name":"mine","type":"state.redis","version":"v1","capabilities":["ETAG","TRANSACTIONAL","TTL"]}]""");
        http.GetProperty("appConnectionProperties").GetProperty("port").GetInt32().ShouldBe(65_000);
        http.GetProperty("runtimeVersion").GetString().ShouldBe(grpc.RuntimeVersion);
    }

    [Fact]
    public async Task Get_AppWithSubscriptionsAndHealthCheck_DescribesThem()
    {
        const string Resources = """
            apiVersion: dapr.io/v1alpha1
            kind: Component
            metadata: {name: pubsub}
            spec: {type: pubsub.redis}
            ---
            apiVersion: dapr.io/v2alpha1
            kind: Subscription
            metadata: {name: orders}
            spec:
              pubsubname: pubsub
              topic: orders
              routes:
                rules: [{match: event.type == "big", path: /big}]
                default: /orders
              deadLetterTopic: poison
            """;
        await using var app = await TargetApp.StartAsync(AppProtocol.Http, app => app.Run(context => context.Response.WriteAsync(
            context.Request.Path == "/dapr/subscribe" ? """[{"pubsubname":"pubsub","topic":"bills","route":"bills"}]""" : "{}")));
        await using var host = await SidecarHost.StartAsync(Resources, app: app.Options with { HealthCheck = new AppHealthCheck { Threshold = 7 } });

        await Eventually.AssertAsync(async () => (await host.GetAsync("v1.0/metadata")).Json.GetProperty("subscriptions").GetRawText().ShouldBe(
            """
            [{"pubsubname":"pubsub","topic":"orders","metadata":{},"rules":[{"match":"event.type == \"big\"","path":"/big"},{"match":"","path":"/orders"}],"deadLetterTopic":"poison","type":"DECLARATIVE"},{"pubsubname":"pubsub","topic":"bills","metadata":{},"rules":[{"match":"","path":"bills"}],"deadLetterTopic":"","type":"PROGRAMMATIC"}]
            """.Trim()));
        (await host.GetAsync("v1.0/metadata")).Json.GetProperty("appConnectionProperties").GetProperty("health").GetRawText().ShouldBe(
            """{"healthCheckPath":"/healthz","healthProbeInterval":"5s","healthProbeTimeout":"500ms","healthThreshold":7}""");
    }

    [Fact]
    public async Task Set_OverHttpAndGrpc_IsReadOverBoth()
    {
        await using var host = await SidecarHost.StartAsync();

        using var content = new StringContent("blue");
        using var set = await host.Http.PutAsync(new Uri("v1.0/metadata/colour", UriKind.Relative), content);
        await host.Client.SetMetadataAsync(new SetMetadataRequest { Key = "size", Value = "small" });
        await host.Client.SetMetadataAsync(new SetMetadataRequest { Key = "size", Value = "large" });

        ((int)set.StatusCode).ShouldBe(204);
        (await host.GetAsync("v1.0/metadata")).Json.GetProperty("extended").Deserialize<Dictionary<string, string>>()
            .ShouldBe(new Dictionary<string, string> { ["colour"] = "blue", ["size"] = "large" }, ignoreOrder: true);
        (await host.Client.GetMetadataAsync(new GetMetadataRequest())).ExtendedMetadata["colour"].ShouldBe("blue");
    }

    [Fact]
    public async Task Set_BeyondTheLimits_IsRefused()
    {
        await using var host = await SidecarHost.StartAsync();
        for (var label = 0; label < 100; label++)
        {
            await host.Client.SetMetadataAsync(new SetMetadataRequest { Key = $"label-{label}", Value = "" });
        }

        foreach (var request in (SetMetadataRequest[])[new() { Key = "one more" }, new(), new() { Key = "label-1", Value = new string('x', 4097) }])
        {
            (await Should.ThrowAsync<RpcException>(async () => await host.Client.SetMetadataAsync(request))).StatusCode.ShouldBe(StatusCode.InvalidArgument);
        }
    }
}
