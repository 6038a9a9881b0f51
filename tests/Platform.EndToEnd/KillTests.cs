using System.Collections.Concurrent;
using System.Globalization;
using Platform.Testing;

namespace Platform.EndToEnd;

/// <summary>What was acknowledged before a <c>kill -9</c> is there after the restart.</summary>
[Collection(nameof(PlatformTests))]
public sealed class KillTests(PlatformFixture fixture)
{
    private const int Writers = 50;

    [Fact]
    public async Task KillLocalDapr_WhileFiftyWritersCreateLinks_EveryAcknowledgedLinkResolves()
    {
        var cancellationToken = TestContext.Current.CancellationToken;
        var acknowledged = new ConcurrentDictionary<string, string>();
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var writers = Enumerable.Range(0, Writers).Select(writer => WriteAsync(writer, acknowledged, stop.Token)).ToList();
        await Eventually.AssertAsync(() => acknowledged.Count.ShouldBeGreaterThan(500));

        await fixture.Platform.KillAsync();

        await stop.CancelAsync();
        await Task.WhenAll(writers);
        await fixture.StartAsync();
        await Parallel.ForEachAsync(acknowledged, cancellationToken, async (link, token) =>
            (await Links.ResolveAsync(fixture.Gateway, link.Key, token)).ShouldBe(link.Value));
    }

    [Fact]
    public async Task KillShortener_WhileRunning_ComesBackWithEveryLink()
    {
        var cancellationToken = TestContext.Current.CancellationToken;
        const string LongUrl = "https://example.com/survivor";
        var code = await Links.CreateAsync(fixture.Gateway, LongUrl, cancellationToken);

        ServiceProcess.Find(fixture.Platform.Id, "Shortener.dll").Kill();

        await Eventually.AssertAsync(async () =>
            (await Links.TryCreateAsync(fixture.Gateway, LongUrl, cancellationToken)).ShouldNotBeNull());
        (await Links.ResolveAsync(fixture.Gateway, code, cancellationToken)).ShouldBe(LongUrl);
        fixture.Platform.Output.ShouldContain("restart");
    }

    private async Task WriteAsync(int writer, ConcurrentDictionary<string, string> acknowledged, CancellationToken stop)
    {
        try
        {
            for (var i = 0; !stop.IsCancellationRequested; i++)
            {
                var longUrl = string.Create(CultureInfo.InvariantCulture, $"https://example.com/writer/{writer}/{i}");
                if (await Links.TryCreateAsync(fixture.Gateway, longUrl, stop) is not { } code)
                {
                    return;
                }

                acknowledged.TryAdd(code, longUrl).ShouldBeTrue("a code was handed out twice");
            }
        }
        catch (OperationCanceledException)
        {
            // The platform was killed before it answered: this link was not acknowledged.
        }
    }
}
