using LocalDapr.Runtime.Components;
using LocalDapr.Runtime.Description;
using LocalDapr.Runtime.Health;
using LocalDapr.Runtime.Hosting;
using LocalDapr.Runtime.Invocation;
using LocalDapr.Runtime.Metrics;
using LocalDapr.Runtime.State;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace LocalDapr.Runtime;

/// <summary>The virtual sidecar of one app: its ports, its way to the app, and the resources that the app may use.</summary>
public sealed class Sidecar
{
    private readonly TaskCompletionSource _shutdown = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private ListenOptions? _http;
    private ListenOptions? _grpc;

    internal Sidecar(AppOptions app, ResourceSet resources, AppChannel channel, StateStores state)
    {
        State = state;
        Health = new AppHealth(app, channel);
        App = app;
        Resources = resources;
        Channel = channel;
    }

    /// <summary>The app.</summary>
    public AppOptions App { get; }

    /// <summary>The app id.</summary>
    public string AppId => App.AppId;

    /// <summary>What the app may use.</summary>
    public ResourceSet Resources { get; }

    /// <summary>The port of the HTTP API.</summary>
    public int HttpPort => _http?.IPEndPoint?.Port ?? App.HttpPort;

    /// <summary>The port of the gRPC API.</summary>
    public int GrpcPort => _grpc?.IPEndPoint?.Port ?? App.GrpcPort;

    /// <summary>The way to the app.</summary>
    internal AppChannel Channel { get; }

    /// <summary>The state stores that the app may use.</summary>
    internal StateStores State { get; }

    /// <summary>What the app says about itself.</summary>
    internal Labels Labels { get; } = new();

    /// <summary>Whether the app takes calls.</summary>
    internal AppHealth Health { get; }

    /// <summary>What the app has asked its sidecar for.</summary>
    internal RequestCounts Requests { get; } = new();

    /// <summary>Which gRPC methods of other apps the app has called.</summary>
    internal CallCounts Calls { get; } = new();

    /// <summary>What the app said when it was asked what it subscribes to.</summary>
    internal IReadOnlyList<Subscription> AskedSubscriptions { get; set; } = [];

    /// <summary>Completes when the app has asked its sidecar to shut down.</summary>
    public Task ShutdownRequested => _shutdown.Task;

    /// <summary>Shuts down as soon as an answer is sent: nothing is delivered or answered any more.</summary>
    internal void ShutdownAfter(HttpResponse response) => response.OnCompleted(() =>
    {
        _shutdown.TrySetResult();
        return Task.CompletedTask;
    });

    /// <summary>Marks the connections of a listener as this sidecar's.</summary>
    internal void Listen(ListenOptions listener)
    {
        if (listener.Protocols == HttpProtocols.Http2)
        {
            _grpc = listener;
        }
        else
        {
            _http = listener;
        }

        listener.Use(next => connection =>
        {
            connection.Items[typeof(Sidecar)] = this;
            return next(connection);
        });
    }
}

/// <summary>Finds the sidecar that a request was sent to.</summary>
internal static class SidecarExtensions
{
    /// <summary>The sidecar whose port the request came in on.</summary>
    public static Sidecar GetSidecar(this HttpContext context) =>
        (Sidecar)context.Features.GetRequiredFeature<IConnectionItemsFeature>().Items[typeof(Sidecar)]!;

    /// <summary>Begins a trace for a request that is part of none, on its way to others.</summary>
    public static void EnsureTraceContext(this HttpContext context) => context.GetSidecar().Resources.Traces.Ensure(context);
}
