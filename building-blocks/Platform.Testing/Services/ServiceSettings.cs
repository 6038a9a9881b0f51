using Microsoft.Extensions.DependencyInjection;

namespace Platform.Testing.Services;

/// <summary>How a <see cref="ServiceHost"/> runs its service.</summary>
public sealed record ServiceSettings
{
    /// <summary>The app id, as in dapr.yaml.</summary>
    public required string AppId { get; init; }

    /// <summary>The clock of the service and its sidecar; null for the system's.</summary>
    public TimeProvider? Clock { get; init; }

    /// <summary>Settings of the service, such as <c>Shortener:Codes</c>.</summary>
    public IReadOnlyDictionary<string, string?> Configuration { get; init; } = new Dictionary<string, string?>();

    /// <summary>Replaces services of the app; null for none.</summary>
    public Action<IServiceCollection>? ConfigureServices { get; init; }
}
