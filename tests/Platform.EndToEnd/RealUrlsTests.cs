using System.Collections.Concurrent;
using Platform.Testing;

namespace Platform.EndToEnd;

/// <summary>URLs that people really shared go through the public API and come back byte for byte. None is ever fetched.</summary>
[Collection(nameof(PlatformTests))]
public sealed class RealUrlsTests(PlatformFixture fixture)
{
    private static readonly ParallelOptions Callers = new() { MaxDegreeOfParallelism = 32 };

    [Theory]
    [InlineData("public-apis-urls.tsv")]
    [InlineData("urls-shared-in-irc.tsv")]
    public async Task CreateAndResolve_EveryUrlOfTheDataset_RedirectsToExactlyThatUrl(string file)
    {
        var urls = (await File.ReadAllLinesAsync(Datasets.Require("i-urls", file), TestContext.Current.CancellationToken))
            .Skip(1)
            .Select(line => line.Split('\t')[0])
            // One row is a scheme and nothing else: no URL, and refused as such.
            .Where(url => url is not ("http://" or "https://"))
            .ToList();
        var codes = new ConcurrentDictionary<string, string>();

        await Parallel.ForEachAsync(urls, Callers, async (url, cancellationToken) =>
        {
            var code = await Links.CreateAsync(fixture.Gateway, url, cancellationToken);
            codes.TryAdd(code, url).ShouldBeTrue("two links share a code");
            (await Links.ResolveAsync(fixture.Gateway, code, cancellationToken)).ShouldBe(url);
        });

        codes.Count.ShouldBe(urls.Count);
    }

    [Fact]
    public async Task Stats_AfterManyClicksOnManyLinks_AddUpToTheClicksMade()
    {
        var cancellationToken = TestContext.Current.CancellationToken;
        var clicks = new ConcurrentDictionary<string, long>();
        for (var i = 1; i <= 40; i++)
        {
            clicks[await Links.CreateAsync(fixture.Gateway, $"https://example.com/stats/{i}", cancellationToken)] = i * 5;
        }

        var walk = clicks.SelectMany(link => Enumerable.Repeat(link.Key, (int)link.Value)).ToArray();
        new Random(7).Shuffle(walk);
        await Parallel.ForEachAsync(walk, Callers, async (code, token) => await Links.ResolveAsync(fixture.Gateway, code, token));

        foreach (var (code, made) in clicks)
        {
            await Eventually.AssertAsync(async () =>
                (await Links.CountClicksAsync(fixture.Gateway, code, cancellationToken)).ShouldBe(made));
        }
    }
}
