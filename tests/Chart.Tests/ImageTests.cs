using System.Formats.Tar;
using System.IO.Compression;
using Chart.Tests.Tools;
using Platform.Testing;

namespace Chart.Tests;

public sealed class ImageTests
{
    // How the SDK says that a registry does not answer, or not with an image.
    private static readonly string[] Unreachable = ["CONTAINER", "HttpRequestException", "SocketException"];

    [Fact]
    public async Task PlatformImage_OfAService_WritesAnArchive()
    {
        Assert.SkipUnless(Environment.GetEnvironmentVariable("PLATFORM_LONG_TESTS") == "1", "a long test: ./platform test --long");
        using var folder = new TempFolder();
        var archive = Path.Combine(folder.Path, "cart.tar.gz");

        var command = await Command.RunAsync("bash", ["platform", "image", "Cart", "--archive", archive], limit: TimeSpan.FromMinutes(5));

        var problem = (command.Output + command.Errors).Split('\n').FirstOrDefault(line => Unreachable.Any(line.Contains));
        Assert.SkipWhen(command.ExitCode != 0 && problem is not null, $"the base image cannot be had: {problem}");
        command.ExitCode.ShouldBe(0, command.Output + command.Errors);
        await using var file = File.OpenRead(archive);
        await using var content = new GZipStream(file, CompressionMode.Decompress);
        await using var tar = new TarReader(content);
        var names = new List<string>();
        while (await tar.GetNextEntryAsync() is { } entry)
        {
            names.Add(entry.Name);
        }

        names.ShouldContain("manifest.json");
    }
}
