using System.Net.Http.Json;
using Platform.Testing;

namespace LocalDapr.Tests.State;

/// <summary>A copy of the data folder is a backup: docs/operations.md says so.</summary>
public sealed class BackupTests : IDisposable
{
    private const int Orders = 200;

    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Copy_OfTheDataFolder_StartsWithWhatWasAcknowledged(bool isRunning)
    {
        var host = await StateHost.StartAsync(_folder["data"]);
        try
        {
            await SaveAsync(host, 0, Orders);
            if (!isRunning)
            {
                await host.DisposeAsync();
            }

            Copy(_folder["data"], _folder["backup"]);
            if (isRunning)
            {
                await SaveAsync(host, Orders, 1);
            }
        }
        finally
        {
            if (isRunning)
            {
                await host.DisposeAsync();
            }
        }

        await using var restored = await StateHost.StartAsync(_folder["backup"]);
        for (var order = 0; order < Orders; order++)
        {
            (await restored.Http.GetStringAsync($"v1.0/state/statestore/order-{order}")).ShouldBe($"\"{order}\"");
        }

        (await restored.Http.GetStringAsync($"v1.0/state/statestore/order-{Orders}")).ShouldBeEmpty("it came after the copy");
        await SaveAsync(restored, Orders, 1);
    }

    private static async Task SaveAsync(StateHost host, int first, int count)
    {
        foreach (var order in Enumerable.Range(first, count))
        {
            (await host.Http.PostAsJsonAsync("v1.0/state/statestore", new[] { new { key = $"order-{order}", value = $"{order}" } })).EnsureSuccessStatusCode();
        }
    }

    // The lock is of the process that holds it, and says nothing in a copy.
    private static void Copy(string from, string to)
    {
        foreach (var file in Directory.EnumerateFiles(from, "*", SearchOption.AllDirectories).Where(file => Path.GetFileName(file) != "lock"))
        {
            var copy = Path.Combine(to, Path.GetRelativePath(from, file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy);
        }
    }
}
