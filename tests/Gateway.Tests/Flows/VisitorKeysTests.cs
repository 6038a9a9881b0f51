using System.Net;
using Microsoft.Extensions.Options;
using Platform.Gateway;
using Platform.Gateway.Redirects;

namespace Gateway.Tests.Flows;

/// <summary>A visitor is the same one to every replica and after every restart.</summary>
public sealed class VisitorKeysTests(PlatformFixture platform) : IClassFixture<PlatformFixture>
{
    private static readonly IPAddress Visitor = IPAddress.Parse("203.0.113.7");

    [Fact]
    public async Task GetHash_OfTwoReplicas_IsTheSame()
    {
        var hashes = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => HashAsync("")));

        hashes.Distinct().ShouldHaveSingleItem();
    }

    [Fact]
    public async Task GetHash_ConfiguredKey_IsUsed()
    {
        var hashes = new[] { await HashAsync(""), await HashAsync("a configured key"), await HashAsync("another configured key") };

        hashes.Distinct().Count().ShouldBe(3);
    }

    private async Task<ulong> HashAsync(string key)
    {
        var options = Options.Create(new GatewayOptions { Redirects = new RedirectOptions { VisitorKey = key } });
        var hash = await new VisitorKeys(platform.Platform["gateway"].Dapr, options).GetHashAsync(default);
        return hash.Of(Visitor, "Firefox");
    }
}
