using System.Diagnostics;
using Dapr.Proto.Common.V1;
using Dapr.Proto.Runtime.V1;
using Google.Protobuf;
using Grpc.Core;
using Grpc.Net.Client;
using LocalDapr.Runtime.Errors;
using LocalDapr.Runtime.Hosting;
using LocalDapr.Runtime.Tracing;
using LocalDapr.Tests.Hosting;
using LocalDapr.Tests.Invocation;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Platform.Testing;

namespace LocalDapr.Tests.Tracing;

/// <summary>Trace contexts (W3C) on their way through sidecars.</summary>
public sealed class TraceContextTests
{
    private const string Parent = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";

    private static string Configuration(string rate) =>
        $$"""
        apiVersion: dapr.io/v1alpha1
        kind: Configuration
        metadata: {name: tracing}
        spec:
          tracing: {samplingRate: "{{rate}}"}
        ---
        apiVersion: dapr.io/v1alpha1
        kind: Component
        metadata: {name: pubsub}
        spec: {type: pubsub.redis}
        ---
        apiVersion: dapr.io/v1alpha1
        kind: Subscription
        metadata: {name: topic}
        spec: {pubsubname: pubsub, topic: topic, route: /event}
        """;

    [Theory]
    [InlineData("0", 0)]
    [InlineData("1", 1000)]
    public void NewParent_RateOfNoneOrAll_SamplesNoneOrAll(string rate, int expected) =>
        SampledOf(double.Parse(rate)).ShouldBe(expected);

    [Fact]
    public void NewParent_RateOfAQuarter_SamplesAboutAQuarter() => SampledOf(0.25).ShouldBeInRange(150, 350);

    [Theory]
    [InlineData("2")]
    [InlineData("-1")]
    [InlineData("all")]
    public async Task Start_SamplingRateThatIsNoShare_SaysSo(string rate) =>
        (await Should.ThrowAsync<ConfigurationException>(() => SidecarHost.StartAsync(Configuration(rate)))).Message.ShouldContain("samplingRate");

    [Fact]
    public async Task Invoke_AndPublish_CallerWithContext_HandOnThatContext()
    {
        await using var relay = await Relay.StartAsync("0");

        (await relay.SendAllAsync(new Metadata { { "traceparent", Parent }, { "tracestate", "vendor=1" } }))
            .ShouldAllBe(seen => seen == $"{Parent} vendor=1");
    }

    [Theory]
    [InlineData(null)]
    [InlineData("not a context")]
    [InlineData("00-00000000000000000000000000000000-00f067aa0ba902b7-01")]
    public async Task Invoke_AndPublish_CallerWithoutContext_BeginATrace(string? parent)
    {
        await using var relay = await Relay.StartAsync("1");

        var seen = await relay.SendAllAsync(parent is null ? [] : new Metadata { { "traceparent", parent }, { "tracestate", "vendor=1" } });

        seen.Select(context => ActivityContext.Parse(context.Split(' ')[0], null).TraceId).Distinct().Count().ShouldBe(seen.Count);
        seen.ShouldAllBe(context => context.EndsWith("-01 ", StringComparison.Ordinal));
    }

    private static int SampledOf(double rate)
    {
        var sampler = new TraceSampler(rate);
        return Enumerable.Range(0, 1000).Count(_ => ActivityContext.Parse(sampler.NewParent(), null).TraceFlags == ActivityTraceFlags.Recorded);
    }

    /// <summary>An app that notes the trace context of what reaches it, by every way there is.</summary>
    private sealed class Relay(TargetApp app, SidecarHost host, List<string> seen) : IAsyncDisposable
    {
        public static async Task<Relay> StartAsync(string rate)
        {
            var seen = new List<string>();
            var app = await TargetApp.StartAsync(AppProtocol.H2c, app => app.Run(context =>
            {
                if (context.Request.Path.Value!.StartsWith("/dapr/", StringComparison.Ordinal))
                {
                    context.Response.StatusCode = StatusCodes.Status404NotFound;
                    return Task.CompletedTask;
                }

                lock (seen)
                {
                    seen.Add($"{context.Request.Headers.TraceParent} {context.Request.Headers.TraceState}");
                }

                context.Response.ContentType = context.Request.ContentType;
                context.Response.Headers["grpc-status"] = "0";
                return Task.CompletedTask;
            }));
            return new Relay(app, await SidecarHost.StartAsync(Configuration(rate), app: app.Options), seen);
        }

        /// <summary>Invokes over HTTP, by InvokeService and by the proxy, publishes over HTTP and gRPC; gives what the app saw.</summary>
        public async Task<IReadOnlyList<string>> SendAllAsync(Metadata context)
        {
            using var invoke = new HttpRequestMessage(HttpMethod.Post, "v1.0/invoke/shop/method/x");
            using var publish = new HttpRequestMessage(HttpMethod.Post, "v1.0/publish/pubsub/topic") { Content = new StringContent("1") };
            foreach (var entry in context)
            {
                invoke.Headers.TryAddWithoutValidation(entry.Key, entry.Value);
                publish.Headers.TryAddWithoutValidation(entry.Key, entry.Value);
            }

            (await host.Http.SendAsync(invoke)).EnsureSuccessStatusCode();
            (await host.Http.SendAsync(publish)).EnsureSuccessStatusCode();
            var extension = new HTTPExtension { Verb = HTTPExtension.Types.Verb.Get };
            await host.Client.InvokeServiceAsync(
                new InvokeServiceRequest { Id = "shop", Message = new InvokeRequest { Method = "x", HttpExtension = extension } }, context);
            await host.Client.PublishEventAsync(
                new PublishEventRequest { PubsubName = "pubsub", Topic = "topic", Data = ByteString.CopyFromUtf8("1") }, context);
            await ProxyAsync(context);
            await Eventually.AssertAsync(() => Seen().Count.ShouldBe(5));
            return Seen();
        }

        public async ValueTask DisposeAsync()
        {
            await host.DisposeAsync();
            await app.DisposeAsync();
        }

        // The app answers without a message; only that the call arrives counts here.
        private async Task ProxyAsync(Metadata context)
        {
            using var channel = GrpcChannel.ForAddress($"http://127.0.0.1:{host.Runtime["shop"].GrpcPort}");
            var headers = new Metadata { { "dapr-app-id", "shop" } };
            foreach (var entry in context)
            {
                headers.Add(entry);
            }

            var client = new Dapr.Proto.Runtime.V1.AppCallback.AppCallbackClient(channel);
            await Should.ThrowAsync<RpcException>(async () => await client.OnInvokeAsync(new InvokeRequest(), headers));
        }

        private List<string> Seen()
        {
            lock (seen)
            {
                return [.. seen];
            }
        }
    }
}
