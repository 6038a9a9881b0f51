namespace Platform.Drivers.Storage;

/// <summary>The positions of an hour as they are kept.</summary>
/// <param name="Chunks">The positions in the order in which they came, each chunk written by <see cref="Domain.Tracks.TrackCodec"/>.</param>
internal sealed record TrackChunks(IReadOnlyList<byte[]> Chunks);
