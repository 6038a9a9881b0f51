using System.Text.Json;

namespace Dapr.Actors.Runtime;

/// <summary>How an app hosts its actors. The sidecar reads the times from <c>/dapr/config</c>; null leaves its default.</summary>
public sealed class ActorRuntimeOptions
{
    private TimeSpan? _actorIdleTimeout;
    private TimeSpan? _actorScanInterval;
    private TimeSpan? _drainOngoingCallTimeout;
    private int? _remindersStoragePartitions;
    private JsonSerializerOptions _jsonSerializerOptions = new(JsonSerializerDefaults.Web);
    private string _daprApiToken = "";

    /// <summary>The classes of actors that the app hosts.</summary>
    public ActorRegistrationCollection Actors { get; } = [];

    /// <summary>How long an actor is idle before it is deactivated. The sidecar's default is 60 minutes.</summary>
    public TimeSpan? ActorIdleTimeout
    {
        get => _actorIdleTimeout;
        set => _actorIdleTimeout = Positive(value);
    }

    /// <summary>How often the sidecar looks for idle actors. Its default is 30 seconds.</summary>
    public TimeSpan? ActorScanInterval
    {
        get => _actorScanInterval;
        set => _actorScanInterval = Positive(value);
    }

    /// <summary>How long an actor that moves to another instance may finish its call. The sidecar's default is 60 seconds.</summary>
    public TimeSpan? DrainOngoingCallTimeout
    {
        get => _drainOngoingCallTimeout;
        set => _drainOngoingCallTimeout = Positive(value);
    }

    /// <summary>Whether an actor that moves to another instance may finish its call. The sidecar's default is true, and false leaves it.</summary>
    public bool DrainRebalancedActors { get; set; }

    /// <summary>Whether calls may come back to an actor in the middle of its turn. Default: not.</summary>
    public ActorReentrancyConfig ReentrancyConfig { get; set; } = new();

    /// <summary>
    /// Whether typed proxies may send JSON. Stand-in: they always do. Set it anyway: the official package expects data contracts otherwise, and
    /// both sides must agree.
    /// </summary>
    public bool UseJsonSerialization { get; set; }

    /// <summary>How arguments, results and state become JSON. Default: the web defaults.</summary>
    public JsonSerializerOptions JsonSerializerOptions
    {
        get => _jsonSerializerOptions;
        set => _jsonSerializerOptions = value ?? throw new ArgumentNullException(nameof(value));
    }

    /// <summary>What the sidecar asks for as <c>dapr-api-token</c>. Default: <c>DAPR_API_TOKEN</c> of configuration or environment.</summary>
    public string? DaprApiToken
    {
        get => _daprApiToken;
        set => _daprApiToken = value ?? throw new ArgumentNullException(nameof(value));
    }

    /// <summary>Into how many parts reminders are split in the store; null for one. A hint that localdapr does not need.</summary>
    public int? RemindersStoragePartitions
    {
        get => _remindersStoragePartitions;
        set => _remindersStoragePartitions = value is null or >= 0 ? value : throw new ArgumentOutOfRangeException(nameof(value));
    }

    /// <summary>Address of the sidecar's HTTP API. Default: what configuration or environment say.</summary>
    public string? HttpEndpoint { get; set; }

    private static TimeSpan? Positive(TimeSpan? value) =>
        value is null || value > TimeSpan.Zero ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "must be positive");
}
