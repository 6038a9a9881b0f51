using System.Net;
using System.Text.Json.Nodes;
using Dapr.AspNetCore;
using Microsoft.AspNetCore.Builder;

namespace Dapr.Tests.AspNetCore;

public sealed class SubscribeHandlerTests
{
    [Fact]
    public async Task Subscribe_NoTopics_IsAnEmptyList() => await ShouldSubscribeAsync(_ => { }, "[]");

    [Fact]
    public async Task Subscribe_Topic_NamesItsRoute() => await ShouldSubscribeAsync(
        app => app.MapPost("/orders/new", () => { }).WithTopic("pubsub", "orders"),
        """[{"pubsubname":"pubsub","topic":"orders","route":"/orders/new"}]""");

    [Fact]
    public async Task Subscribe_AttributeOnTheHandler_IsFound() => await ShouldSubscribeAsync(
        app => app.MapPost("/a", [Topic("pubsub", "a")] () => { }),
        """[{"pubsubname":"pubsub","topic":"a","route":"/a"}]""");

    [Fact]
    public async Task Subscribe_TwoTopicsOfOneEndpoint_AreTwoSubscriptions() => await ShouldSubscribeAsync(
        app => app.MapPost("/a", () => { }).WithTopic("pubsub", "y").WithTopic("pubsub", "x"),
        """[{"pubsubname":"pubsub","topic":"x","route":"/a"},{"pubsubname":"pubsub","topic":"y","route":"/a"}]""");

    [Fact]
    public async Task Subscribe_DeadLetterRawAndMetadata_AreNamed() => await ShouldSubscribeAsync(
        app => app.MapPost("/a", () => { }).WithTopic(new TopicOptions
        {
            PubsubName = "pubsub",
            Name = "a",
            DeadLetterTopic = "poison",
            EnableRawPayload = true,
            Metadata = new Dictionary<string, string> { ["consumerID"] = "c" },
        }),
        """
        [{"pubsubname":"pubsub","topic":"a","route":"/a","metadata":{"consumerID":"c","rawPayload":"true"},
          "deadLetterTopic":"poison"}]
        """);

    [Fact]
    public async Task Subscribe_Conditions_AreRulesByPriority() => await ShouldSubscribeAsync(
        app =>
        {
            app.MapPost("/other", () => { }).WithTopic("pubsub", "a");
            app.MapPost("/second", () => { }).WithTopic(Matching("event.type == 'b'", 2));
            app.MapPost("/first", () => { }).WithTopic(Matching("event.type == 'a'", 1));
        },
        """
        [{"pubsubname":"pubsub","topic":"a","routes":{"rules":[
          {"match":"event.type == 'a'","path":"/first"},{"match":"event.type == 'b'","path":"/second"}],"default":"/other"}}]
        """);

    [Fact]
    public async Task Subscribe_Bulk_NamesItsLimits() => await ShouldSubscribeAsync(
        app => app.MapPost("/a", () => { }).WithTopic("pubsub", "a")
            .WithBulkSubscribe(new BulkSubscribeTopicOptions { TopicName = "a", MaxMessagesCount = 7 }),
        """
        [{"pubsubname":"pubsub","topic":"a","route":"/a","bulkSubscribe":
          {"enabled":true,"maxMessagesCount":7,"maxAwaitDurationMs":1000}}]
        """);

    [Fact]
    public async Task Subscribe_MetadataOwnedByAnotherTopic_IsLeftOut() => await ShouldSubscribeAsync(
        app => app.MapPost(
            "/a",
            [Topic("pubsub", "a", ["mine"]), Topic("pubsub", "b"), TopicMetadata("mine", "k", "1"), TopicMetadata("k", "2")] () => { }),
        """
        [{"pubsubname":"pubsub","topic":"a","route":"/a","metadata":{"k":"1,2"}},
         {"pubsubname":"pubsub","topic":"b","route":"/a","metadata":{"k":"2"}}]
        """);

    [Fact]
    public async Task Subscribe_RawForAll_OverridesTheTopics()
    {
        await using var app = await TestApp.StartAsync(app =>
        {
            app.MapPost("/a", () => { }).WithTopic("pubsub", "a");
            app.MapSubscribeHandler(new SubscribeOptions { EnableRawPayload = true });
        });

        var json = await app.Client.GetStringAsync("/dapr/subscribe", TestContext.Current.CancellationToken);

        JsonNode.Parse(json)![0]!["metadata"]!["rawPayload"]!.GetValue<string>().ShouldBe("true");
    }

    [Fact]
    public async Task Subscribe_RouteWithParameters_Fails()
    {
        await using var app = await TestApp.StartAsync(app =>
        {
            app.MapPost("/a/{id}", () => { }).WithTopic("pubsub", "a");
            app.MapSubscribeHandler();
        });

        var response = await app.Client.GetAsync("/dapr/subscribe", TestContext.Current.CancellationToken);

        response.StatusCode.ShouldBe(HttpStatusCode.InternalServerError);
    }

    private static TopicOptions Matching(string match, int priority) =>
        new() { PubsubName = "pubsub", Name = "a", Match = match, Priority = priority };

    private static async Task ShouldSubscribeAsync(Action<WebApplication> map, string expected)
    {
        await using var app = await TestApp.StartAsync(app =>
        {
            map(app);
            app.MapSubscribeHandler();
        });

        var json = await app.Client.GetStringAsync("/dapr/subscribe", TestContext.Current.CancellationToken);

        JsonNode.DeepEquals(JsonNode.Parse(json), JsonNode.Parse(expected)).ShouldBeTrue(json);
    }
}
