using System.Globalization;
using System.Runtime.InteropServices;

namespace LocalDapr.Storage.Journal;

/// <summary>A file of the store whose name carries a sequence number.</summary>
internal readonly record struct SequencedFile(string Path, ulong Sequence)
{
    public string Name => System.IO.Path.GetFileName(Path);
}

/// <summary>The folder of a store: its lock, the names of its files, and the moves which survive a crash.</summary>
internal sealed partial class StoreDirectory : IDisposable
{
    private const string JournalSuffix = ".journal";
    private const string SnapshotSuffix = ".snapshot";
    private const string TemporarySuffix = ".tmp";

    private readonly string _path;
    private readonly FileStream _lock;

    /// <exception cref="StoreInUseException">Another process has the folder open.</exception>
    public StoreDirectory(string path)
    {
        _path = Directory.CreateDirectory(path).FullName;
        try
        {
            // The operating system releases the lock with the process, however that ends.
            _lock = new FileStream(Path.Combine(_path, "lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException exception)
        {
            throw new StoreInUseException(_path, exception);
        }
    }

    /// <summary>Journal segments by their first sequence.</summary>
    public IReadOnlyList<SequencedFile> Segments => List(JournalSuffix);

    /// <summary>Snapshots by the last sequence they contain.</summary>
    public IReadOnlyList<SequencedFile> Snapshots => List(SnapshotSuffix);

    public string SegmentPath(ulong firstSequence) => PathOf(firstSequence, JournalSuffix);

    public string SnapshotPath(ulong sequence) => PathOf(sequence, SnapshotSuffix);

    public string TemporaryPath(ulong sequence) => PathOf(sequence, TemporarySuffix);

    /// <summary>Removes what an interrupted compaction left.</summary>
    public void DeleteTemporaries()
    {
        foreach (var file in List(TemporarySuffix))
            File.Delete(file.Path);
    }

    /// <summary>Copies a part of a file into a side file.</summary>
    /// <returns>The name of the side file, or null when there is nothing to keep.</returns>
    public string? Preserve(SequencedFile file, long offset, long bytes)
    {
        if (bytes == 0)
            return null;
        var path = $"{file.Path}.{offset}.damaged";
        for (var copy = 2; File.Exists(path); copy++)
            path = $"{file.Path}.{offset}.{copy}.damaged";
        using (var source = File.OpenRead(file.Path))
        using (var target = new FileStream(path, FileMode.CreateNew, FileAccess.Write))
        {
            var buffer = new byte[(int)Math.Min(bytes, 1 << 20)];
            source.Position = offset;
            for (var left = bytes; left > 0;)
            {
                var part = buffer.AsSpan(0, (int)Math.Min(left, buffer.Length));
                source.ReadExactly(part);
                target.Write(part);
                left -= part.Length;
            }

            target.Flush(flushToDisk: true);
        }

        Sync();
        return Path.GetFileName(path);
    }

    /// <summary>Makes creations, renames and deletions in the folder durable.</summary>
    public void Sync()
    {
        if (OperatingSystem.IsWindows())
            return; // NTFS journals them by itself.
        var handle = Open(_path, 0);
        if (handle < 0)
            throw new IOException($"Cannot open '{_path}': error {Marshal.GetLastPInvokeError()}.");
        var result = Fsync(handle);
        var error = Marshal.GetLastPInvokeError();
        _ = Close(handle);
        if (result != 0)
            throw new IOException($"Cannot flush '{_path}': error {error}.");
    }

    public void Dispose() => _lock.Dispose();

    private string PathOf(ulong sequence, string suffix) => Path.Combine(_path, sequence.ToString("x16") + suffix);

    private List<SequencedFile> List(string suffix)
    {
        var files = new List<SequencedFile>();
        foreach (var path in Directory.EnumerateFiles(_path, "*" + suffix))
        {
            var name = Path.GetFileNameWithoutExtension(path);
            if (name.Length == 16 && ulong.TryParse(name, NumberStyles.AllowHexSpecifier, null, out var sequence))
                files.Add(new SequencedFile(path, sequence));
        }

        files.Sort((left, right) => left.Sequence.CompareTo(right.Sequence));
        return files;
    }

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Open(string path, int flags);

    [LibraryImport("libc", EntryPoint = "fsync", SetLastError = true)]
    private static partial int Fsync(int handle);

    [LibraryImport("libc", EntryPoint = "close")]
    private static partial int Close(int handle);
}
