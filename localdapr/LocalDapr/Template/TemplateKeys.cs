using System.Collections.Frozen;

namespace LocalDapr.Template;

/// <summary>
/// The properties of a multi-app run template
/// (https://docs.dapr.io/developing-applications/local-development/multi-app-dapr-run/multi-app-template/), as far as it matters what is done with them.
/// </summary>
internal static class TemplateKeys
{
    private static readonly string[] Shared =
    [
        "resourcesPath", "resourcesPaths", "configFilePath", "appProtocol", "maxBodySize", "daprMaxBodySize", "daprHTTPMaxRequestSize",
        "enableAppHealthCheck", "appHealthCheckPath", "appHealthProbeInterval", "appHealthProbeTimeout", "appHealthThreshold", "env", "appLogDestination",
    ];

    // They set up what is not there: other processes, their ports and logs, containers.
    private static readonly string[] Meaningless =
    [
        "runtimePath", "placementHostAddress", "schedulerHostAddress", "daprInternalGRPCPort", "metricsPort", "profilePort", "enableProfiling",
        "daprdLogDestination", "logLevel", "readBufferSize", "daprHTTPReadBufferSize", "containerImage", "containerImagePullPolicy", "createService",
    ];

    /// <summary>The properties of the template itself.</summary>
    public static FrozenSet<string> Root { get; } = ["version", "name", "common", "apps"];

    /// <summary>The properties of <c>common</c>.</summary>
    public static FrozenSet<string> Common { get; } = [.. Shared, .. Meaningless];

    /// <summary>The properties of an app.</summary>
    public static FrozenSet<string> App { get; } =
        [.. Shared, .. Meaningless, "appID", "appDirPath", "appPort", "daprHTTPPort", "daprGRPCPort", "command"];

    /// <summary>What Dapr knows and localdapr does not.</summary>
    public static FrozenSet<string> Unsupported { get; } =
        ["appChannelAddress", "appMaxConcurrency", "appSSL", "unixDomainSocket", "apiListenAddresses", "enableApiLogging"];
}
