using System.Globalization;
using System.IO.Compression;
using Dapr.Client;
using Platform.Blobs;
using Platform.Drivers.Domain.Locations;
using Platform.Drivers.Domain.Tracks;
using Platform.State;

namespace Platform.Drivers.Storage;

/// <summary>
/// Where drivers were: by the hour in the state store for the last days, and by the day as a compressed blob for ever. One writer for each driver.
/// </summary>
internal sealed partial class TrackStore(DaprClient dapr, IBlobStore blobs, ILogger<TrackStore> logger)
{
    private const string StoreName = "statestore";
    private const int HoursOfDay = 24;

    // A week, and the day that is not over.
    private static readonly TimeSpan Life = TimeSpan.FromDays(8);

    private readonly DocumentStore<TrackChunks> _hours = new(dapr, StoreName, "driver-track");

    /// <summary>Keeps positions. False where that failed: try again later.</summary>
    public async Task<bool> TryAppendAsync(string driver, IReadOnlyList<Fix> fixes, CancellationToken cancellationToken)
    {
        try
        {
            foreach (var hour in fixes.GroupBy(fix => IdOf(driver, DateOnly.FromDateTime(fix.Time.UtcDateTime), fix.Time.UtcDateTime.Hour)))
            {
                await AppendAsync(hour.Key, TrackCodec.Encode(hour), cancellationToken);
            }

            return true;
        }
        catch (Exception failure) when (failure is not OperationCanceledException)
        {
            LogNotKept(driver, failure.GetType().Name);
            return false;
        }
    }

    /// <summary>The positions of a day, oldest first, and whether they come from the archive.</summary>
    public async Task<(IReadOnlyList<Fix> Fixes, bool IsArchived)> ReadAsync(string driver, DateOnly day, CancellationToken cancellationToken)
    {
        var fixes = await ReadHoursAsync(driver, day, cancellationToken);
        if (fixes.Count > 0 || await blobs.OpenAsync(BlobOf(driver, day), cancellationToken) is not { } blob)
        {
            return (fixes, false);
        }

        using var compressed = new MemoryStream();
        await foreach (var piece in blob.ReadAsync(0, blob.Size, cancellationToken))
        {
            compressed.Write(piece.Span);
        }

        compressed.Position = 0;
        return (await DecompressAsync(compressed, cancellationToken), true);
    }

    /// <summary>Archives a day that is over. Again it writes the same, as long as the state store has it.</summary>
    public async Task ArchiveAsync(string driver, DateOnly day, CancellationToken cancellationToken)
    {
        var fixes = await ReadHoursAsync(driver, day, cancellationToken);
        if (fixes.Count == 0)
        {
            return;
        }

        using var compressed = new MemoryStream();
        await using (var gzip = new GZipStream(compressed, CompressionLevel.SmallestSize, leaveOpen: true))
        {
            await gzip.WriteAsync(TrackCodec.Encode(fixes), cancellationToken);
        }

        await blobs.PutAsync(BlobOf(driver, day), compressed.ToArray(), cancellationToken);
    }

    private Task<TrackChunks> AppendAsync(string hour, byte[] chunk, CancellationToken cancellationToken) => Optimistic.RetryAsync(
        async token =>
        {
            var document = await _hours.GetAsync(hour, token);
            var chunks = new TrackChunks([.. document.Value?.Chunks ?? [], chunk]);
            return await dapr.TryCommitAsync(StoreName, [_hours.Put(document, chunks, Life)], token) ? chunks : null;
        },
        cancellationToken);

    private async Task<IReadOnlyList<Fix>> ReadHoursAsync(string driver, DateOnly day, CancellationToken cancellationToken)
    {
        var hours = await _hours.GetManyAsync([.. Enumerable.Range(0, HoursOfDay).Select(hour => IdOf(driver, day, hour))], cancellationToken);
        return [.. hours.SelectMany(hour => hour.Value?.Chunks ?? []).SelectMany(chunk => TrackCodec.Decode(chunk))];
    }

    private static async Task<IReadOnlyList<Fix>> DecompressAsync(Stream compressed, CancellationToken cancellationToken)
    {
        await using var gzip = new GZipStream(compressed, CompressionMode.Decompress);
        using var bytes = new MemoryStream();
        await gzip.CopyToAsync(bytes, cancellationToken);
        return TrackCodec.Decode(bytes.ToArray());
    }

    private static string IdOf(string driver, DateOnly day, int hour) => string.Create(CultureInfo.InvariantCulture, $"{driver}/{day:yyyy-MM-dd}/{hour:D2}");

    private static string BlobOf(string driver, DateOnly day) => string.Create(CultureInfo.InvariantCulture, $"tracks/{day:yyyy-MM-dd}/{driver}.track.gz");

    [LoggerMessage(LogLevel.Warning, "Positions of driver {Driver} could not be kept yet ({Failure}).")]
    private partial void LogNotKept(string driver, string failure);
}
