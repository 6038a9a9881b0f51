using System.Globalization;

namespace LocalDapr.Storage.Tests;

/// <summary>The child process of the crash test: writers that say on stdout what was acknowledged, until they are killed.</summary>
internal static class CrashingWriter
{
    public const string Verb = "crashing-writer";
    public const int Writers = 16;

    public static async Task<int> RunAsync(string directory)
    {
        // Small limits: segments roll and compactions run all the time while the kill comes.
        var options = new StoreOptions
        {
            Directory = directory,
            SegmentBytes = 8 << 10,
            CompactionBytes = 16 << 10,
            MaintenanceInterval = TimeSpan.FromMilliseconds(10),
        };
        await using var store = await KeyValueStore.OpenAsync(options);
        await using var output = TextWriter.Synchronized(new StreamWriter(Console.OpenStandardOutput()) { AutoFlush = true });
        await Task.WhenAll(Enumerable.Range(0, Writers).Select(writer => Task.Run(() => WriteAsync(store, output, writer))));
        return 0;
    }

    private static async Task WriteAsync(KeyValueStore store, TextWriter output, int writer)
    {
        for (var i = 1; ; i++)
        {
            var value = BitConverter.GetBytes(i);
            await store.CommitAsync(new Batch()
                .Put("pairs", Left(writer), value)
                .Put("pairs", Right(writer), value));
            await output.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"{writer} {i}"));
        }
    }

    public static string Left(int writer) => $"left-{writer}";

    public static string Right(int writer) => $"right-{writer}";
}
