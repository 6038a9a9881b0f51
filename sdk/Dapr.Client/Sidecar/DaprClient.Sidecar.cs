namespace Dapr.Client;

public abstract partial class DaprClient
{
    /// <summary>Reads a secret.</summary>
    /// <param name="storeName">Name of the secret store component.</param>
    /// <param name="key">Name of the secret.</param>
    /// <param name="metadata">Options of the store.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The secret's values by name; a secret of one value carries it under its own name.</returns>
    public abstract Task<Dictionary<string, string>> GetSecretAsync(
        string storeName,
        string key,
        IReadOnlyDictionary<string, string>? metadata = null,
        CancellationToken cancellationToken = default);

    /// <summary>Reads every secret that the app may see.</summary>
    /// <param name="storeName">Name of the secret store component.</param>
    /// <param name="metadata">Options of the store.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The values by name, by secret.</returns>
    public abstract Task<Dictionary<string, Dictionary<string, string>>> GetBulkSecretAsync(
        string storeName, IReadOnlyDictionary<string, string>? metadata = null, CancellationToken cancellationToken = default);

    /// <summary>Whether the sidecar is up and its app can be reached.</summary>
    /// <param name="cancellationToken">Cancels the call.</param>
    public abstract Task<bool> CheckHealthAsync(CancellationToken cancellationToken = default);

    /// <summary>Whether the sidecar's own building blocks can be used, the app aside.</summary>
    /// <param name="cancellationToken">Cancels the call.</param>
    public abstract Task<bool> CheckOutboundHealthAsync(CancellationToken cancellationToken = default);

    /// <summary>Returns once <see cref="CheckOutboundHealthAsync"/> is true.</summary>
    /// <param name="cancellationToken">Ends the waiting.</param>
    public abstract Task WaitForSidecarAsync(CancellationToken cancellationToken = default);

    /// <summary>Asks the sidecar to shut down.</summary>
    /// <param name="cancellationToken">Cancels the call.</param>
    public abstract Task ShutdownSidecarAsync(CancellationToken cancellationToken = default);

    /// <summary>Asks the sidecar to describe itself.</summary>
    /// <param name="cancellationToken">Cancels the call.</param>
    public abstract Task<DaprMetadata> GetMetadataAsync(CancellationToken cancellationToken = default);

    /// <summary>Sets a free label of the sidecar, for as long as it runs.</summary>
    /// <param name="attributeName">The label.</param>
    /// <param name="attributeValue">Its value.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    public abstract Task SetMetadataAsync(
        string attributeName, string attributeValue, CancellationToken cancellationToken = default);
}
