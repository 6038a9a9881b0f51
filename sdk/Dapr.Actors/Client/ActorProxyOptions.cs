using System.Text.Json;

namespace Dapr.Actors.Client;

/// <summary>How a proxy calls its actor.</summary>
public class ActorProxyOptions
{
    private JsonSerializerOptions _jsonSerializerOptions = new(JsonSerializerDefaults.Web);

    /// <summary>How arguments and results become JSON. Default: the web defaults.</summary>
    public JsonSerializerOptions JsonSerializerOptions
    {
        get => _jsonSerializerOptions;
        set => _jsonSerializerOptions = value ?? throw new ArgumentNullException(nameof(value));
    }

    /// <summary>What the sidecar asks for as <c>dapr-api-token</c>. Default: the environment's <c>DAPR_API_TOKEN</c>.</summary>
    public string? DaprApiToken { get; set; } = DaprDefaults.GetDaprApiToken();

    /// <summary>Address of the sidecar's HTTP API. Default: what the environment says, see <c>DAPR_HTTP_ENDPOINT</c> and <c>DAPR_HTTP_PORT</c>.</summary>
    public string HttpEndpoint { get; set; } = DaprDefaults.GetHttpEndpoint();

    /// <summary>How long a call may take; null for the 100 seconds of <see cref="HttpClient"/>.</summary>
    public TimeSpan? RequestTimeout { get; set; }

    /// <summary>
    /// Whether typed proxies send JSON. Stand-in: they always do. Set it anyway: the official package sends data contracts otherwise, and both
    /// sides must agree.
    /// </summary>
    public bool UseJsonSerialization { get; set; }
}
