namespace Dapr;

/// <summary>
/// Where an app finds its sidecar when nobody says otherwise: the environment variables that a Dapr runtime sets for its apps. An
/// endpoint variable wins over a port variable.
/// </summary>
internal static class DaprDefaults
{
    private const string DefaultHttpPort = "3500";
    private const string DefaultGrpcPort = "50001";

    /// <summary>The sidecar's HTTP address.</summary>
    /// <param name="settings">Where to look before the environment; null for the environment alone.</param>
    public static string GetHttpEndpoint(Func<string, string?>? settings = null) =>
        GetEndpoint(settings, "DAPR_HTTP_ENDPOINT", "DAPR_HTTP_PORT", DefaultHttpPort);

    /// <summary>The sidecar's gRPC address.</summary>
    /// <param name="settings">Where to look before the environment; null for the environment alone.</param>
    public static string GetGrpcEndpoint(Func<string, string?>? settings = null) =>
        GetEndpoint(settings, "DAPR_GRPC_ENDPOINT", "DAPR_GRPC_PORT", DefaultGrpcPort);

    /// <summary>The token that the sidecar asks of the app, or null.</summary>
    /// <param name="settings">Where to look before the environment; null for the environment alone.</param>
    public static string? GetDaprApiToken(Func<string, string?>? settings = null) => Read(settings, "DAPR_API_TOKEN");

    /// <summary>The token that the app asks of its sidecar, or null.</summary>
    public static string? GetAppApiToken() => Read(null, "APP_API_TOKEN");

    private static string GetEndpoint(Func<string, string?>? settings, string endpointName, string portName, string defaultPort)
    {
        if (Read(settings, endpointName) is { } endpoint)
        {
            var uri = new Uri(endpoint);
            return $"{uri.Scheme}://{uri.Authority}/";
        }

        return $"http://localhost:{Read(settings, portName) ?? defaultPort}/";
    }

    private static string? Read(Func<string, string?>? settings, string name)
    {
        var value = settings?.Invoke(name) ?? Environment.GetEnvironmentVariable(name);
        return string.IsNullOrWhiteSpace(value) ? null : value;
    }
}
