using System.Diagnostics;
using Platform.Testing;

namespace Platform.EndToEnd;

/// <summary><c>./platform simulate rides</c>, with few people. Its own check of the books decides about its exit code.</summary>
public sealed class RideSimulationTests(ITestOutputHelper output) : IDisposable
{
    private readonly TempFolder _folder = new();

    [Fact]
    public Task Rides_OfAFewPeople_AreMatchedAndPaidOnce() => RunAsync(drivers: 40, riders: 25, kills: 0);

    [Fact]
    public async Task Rides_WithKills_Long_AreMatchedAndPaidOnce()
    {
        Assert.SkipUnless(Environment.GetEnvironmentVariable("PLATFORM_LONG_TESTS") == "1", "a long test: ./platform test --long");
        await RunAsync(drivers: 200, riders: 200, kills: 8);
    }

    public void Dispose() => _folder.Dispose();

    private async Task RunAsync(int drivers, int riders, int kills)
    {
        var program = Path.Combine(Repository.Root, "artifacts/bin/Platform.Simulator/release/Platform.Simulator.dll");
        string[] arguments =
        [
            program, "rides", "--drivers", $"{drivers}", "--riders", $"{riders}", "--kills", $"{kills}", "--window", kills > 0 ? "60" : "10", "--report", _folder["report.html"],
        ];
        using var simulator = Process.Start(new ProcessStartInfo("dotnet", arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        var text = await Task.WhenAll(simulator.StandardOutput.ReadToEndAsync(), simulator.StandardError.ReadToEndAsync());
        await simulator.WaitForExitAsync();
        output.WriteLine(string.Concat(text));

        simulator.ExitCode.ShouldBe(0, string.Concat(text));
        text[0].ShouldContain("books: all agree");
        (await File.ReadAllTextAsync(_folder["report.html"])).ShouldContain("match rate: ");
    }
}
