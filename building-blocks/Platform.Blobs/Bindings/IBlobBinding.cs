namespace Platform.Blobs.Bindings;

/// <summary>A Dapr binding that keeps objects, each of which fits in one message.</summary>
internal interface IBlobBinding
{
    Task PutAsync(string name, ReadOnlyMemory<byte> content, CancellationToken cancellationToken);

    /// <summary>The object; null where there is none.</summary>
    Task<ReadOnlyMemory<byte>?> GetAsync(string name, CancellationToken cancellationToken);

    /// <summary>Removes an object; nothing happens where there is none.</summary>
    Task DeleteAsync(string name, CancellationToken cancellationToken);

    /// <summary>Names in ordinal order that begin with a folder (ending with a slash) and a prefix, and come after a name.</summary>
    Task<IReadOnlyList<string>> ListAsync(string folder, string prefix, string after, int count, CancellationToken cancellationToken);

    /// <summary>A URL of the store itself; null where it has none.</summary>
    Task<Uri?> PresignAsync(string name, TimeSpan timeToLive, CancellationToken cancellationToken);
}
