using System.Net;

namespace LocalDapr.Runtime.Hosting;

/// <summary>What a <see cref="LocalDaprHost"/> runs on.</summary>
public sealed record LocalDaprOptions
{
    /// <summary>Where state and events are kept; null keeps them in memory.</summary>
    public string? DataDirectory { get; init; }

    /// <summary>Folders with Dapr resources: components, subscriptions, resiliency, configuration.</summary>
    public IReadOnlyList<string> ResourcesPaths { get; init; } = [];

    /// <summary>A file with a Configuration; null for the one in the resource folders.</summary>
    public string? ConfigurationFile { get; init; }

    /// <summary>What relative paths in components are relative to.</summary>
    public string BaseFolder { get; init; } = Directory.GetCurrentDirectory();

    /// <summary>The address that sidecars listen on and apps are reached at.</summary>
    public IPAddress Address { get; init; } = IPAddress.Loopback;

    /// <summary>What callers of a sidecar must send as <c>dapr-api-token</c>; null lets all in.</summary>
    public string? ApiToken { get; init; }

    /// <summary>What sidecars send to apps as <c>dapr-api-token</c>; null sends none.</summary>
    public string? AppToken { get; init; }
}

/// <summary>How an app speaks on its port.</summary>
public enum AppProtocol
{
    /// <summary>HTTP/1.1.</summary>
    Http,

    /// <summary>HTTP/2 without TLS: HTTP callbacks and gRPC on one port.</summary>
    H2c,

    /// <summary>gRPC, with the AppCallback service for callbacks.</summary>
    Grpc,
}

/// <summary>An app and the ports of its sidecar.</summary>
public sealed record AppOptions
{
    /// <summary>The app id, which others call it by.</summary>
    public required string AppId { get; init; }

    /// <summary>The port that the app listens on; 0 for an app that only calls.</summary>
    public int AppPort { get; init; }

    /// <summary>How the app speaks on its port.</summary>
    public AppProtocol Protocol { get; init; } = AppProtocol.Http;

    /// <summary>The sidecar's HTTP port; 0 for any free one.</summary>
    public int HttpPort { get; init; }

    /// <summary>The sidecar's gRPC port; 0 for any free one.</summary>
    public int GrpcPort { get; init; }

    /// <summary>Folders with the Dapr resources of this app; null for those of the host.</summary>
    public IReadOnlyList<string>? ResourcesPaths { get; init; }

    /// <summary>A file with the Configuration of this app; null for that of the host.</summary>
    public string? ConfigurationFile { get; init; }

    /// <summary>How the app's health is probed; null when it is not.</summary>
    public AppHealthCheck? HealthCheck { get; init; }

    /// <summary>The largest body of a request or message, in bytes; 4 MiB unless set.</summary>
    public int MaxBodyBytes { get; init; } = 4 * 1024 * 1024;
}
