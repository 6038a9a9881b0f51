using LocalDapr.Runtime.Callbacks;
using LocalDapr.Runtime.Components;
using LocalDapr.Runtime.Hosting;
using LocalDapr.Runtime.Invocation;
using LocalDapr.Runtime.Description;
using LocalDapr.Runtime.State;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace LocalDapr.Runtime;

/// <summary>The virtual sidecar of one app: its ports, its way to the app, and the resources that the app may use.</summary>
public sealed class Sidecar
{
    private readonly TaskCompletionSource _appReady = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private ListenOptions? _http;
    private ListenOptions? _grpc;

    internal Sidecar(AppOptions app, ResourceSet resources, AppChannel channel, StateStores state)
    {
        State = state;
        App = app;
        Resources = resources;
        Channel = channel;
        Presence = new AppPresence(channel);
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

    /// <summary>Whether the app takes connections.</summary>
    internal AppPresence Presence { get; }

    /// <summary>The state stores that the app may use.</summary>
    internal StateStores State { get; }

    /// <summary>What the app says about itself.</summary>
    internal Labels Labels { get; } = new();

    /// <summary>Completes when the app takes calls.</summary>
    internal Task AppReady => _appReady.Task;

    /// <summary>Says that the app takes calls.</summary>
    internal void AppIsReady() => _appReady.TrySetResult();

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
}
