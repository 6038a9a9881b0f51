using System.Diagnostics;
using System.Globalization;
using Platform.Testing;

namespace LocalDapr.Storage.Tests;

public sealed class CrashTests
{
    [Fact]
    public async Task Kill_WhileManyWrite_KeepsEveryAcknowledgedCommitWhole()
    {
        using var folder = new TempFolder();

        for (var round = 1; round <= 3; round++)
        {
            var acknowledged = await RunAndKillAsync(folder.Path, acknowledgements: 400 * round);
            acknowledged.Sum().ShouldBeGreaterThan(0, "the writers wrote before they were killed");
            await using var store = await KeyValueStore.OpenAsync(new StoreOptions { Directory = folder.Path });

            store.Recovery.Damages.ShouldAllBe(damage => damage.IsTornTail);
            for (var writer = 0; writer < CrashingWriter.Writers; writer++)
            {
                var left = Read(store, CrashingWriter.Left(writer));
                left.ShouldBeGreaterThanOrEqualTo(acknowledged[writer]);
                Read(store, CrashingWriter.Right(writer)).ShouldBe(left, "a batch is applied all or nothing");
            }

            await store.CommitAsync(ClearAll(store));
        }
    }

    private static async Task<int[]> RunAndKillAsync(string directory, int acknowledgements)
    {
        var start = new ProcessStartInfo("dotnet", [typeof(CrashingWriter).Assembly.Location, CrashingWriter.Verb, directory]) { RedirectStandardOutput = true };
        using var process = Process.Start(start)!;
        var acknowledged = new int[CrashingWriter.Writers];
        for (var i = 0; await process.StandardOutput.ReadLineAsync() is { } line; i++)
        {
            var parts = line.Split(' ');
            // The last line may be cut by the kill; what it says was acknowledged only if it is whole.
            if (parts is [var writer, var number] && process is { HasExited: false })
                acknowledged[int.Parse(writer, CultureInfo.InvariantCulture)] = int.Parse(number, CultureInfo.InvariantCulture);
            if (i == acknowledgements)
                process.Kill();
        }

        await process.WaitForExitAsync();
        return acknowledged;
    }

    private static int Read(KeyValueStore store, string key) =>
        store.TryGet("pairs", key, out var entry) ? BitConverter.ToInt32(entry.Value.Span) : 0;

    private static Batch ClearAll(KeyValueStore store)
    {
        var batch = new Batch();
        foreach (var (key, _) in store.Scan("pairs"))
            batch.Delete("pairs", key);
        return batch;
    }
}
