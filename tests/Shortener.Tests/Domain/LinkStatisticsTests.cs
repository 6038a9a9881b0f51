using System.Security.Cryptography;
using Platform.Shortener.Domain;

namespace Platform.Shortener.Tests.Domain;

public sealed class LinkStatisticsTests
{
    private static readonly DateOnly Today = new(2026, 1, 1);

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(100)]
    [InlineData(10_000)]
    [InlineData(200_000)]
    public void Estimate_DistinctItems_IsWithinFourStandardErrors(int count)
    {
        var counter = new HyperLogLog();
        for (var i = 0; i < count; i++)
        {
            counter.Add(Hash(i));
            counter.Add(Hash(i));
        }

        Math.Abs(counter.Estimate() - count).ShouldBeLessThanOrEqualTo((long)Math.Ceiling(count * 4 * 0.0163));
    }

    [Fact]
    public void Add_PeopleAndPrograms_CountsThemApart()
    {
        var sums = new LinkStatistics();

        sums.Add(new DayOfClicks { Date = Today, BotClicks = 1 });
        sums.Add(Click("a.example"));
        sums.Add(Click("a.example") with { Clicks = 2 });

        (sums.Clicks, sums.BotClicks, sums.EstimateVisitors()).ShouldBe((3, 1, 1));
        sums.Referrers.ShouldBe(new Dictionary<string, long> { ["a.example"] = 2, ["direct"] = 1 }, ignoreOrder: true);
        sums.Countries.ShouldHaveSingleItem().ShouldBe(new KeyValuePair<string, long>("unknown", 3));
        sums.Daily.ShouldHaveSingleItem().ShouldBe(new KeyValuePair<string, long>("2026-01-01", 3));
    }

    [Fact]
    public void Add_MoreReferrersThanAreKept_CountsTheRestAsOther()
    {
        var sums = new LinkStatistics();

        for (var i = 0; i < 1500; i++)
        {
            sums.Add(Click($"{i}.example"));
        }

        sums.Referrers.Count.ShouldBe(1001);
        sums.Referrers["other"].ShouldBe(500);
        sums.Referrers.Values.Sum().ShouldBe(sums.Clicks);
    }

    private static DayOfClicks Click(string referrer) => new()
    {
        Date = Today,
        Clicks = 1,
        Visitors = [Hash(1)],
        Referrers = new Dictionary<string, long> { [referrer] = 1 },
        Browsers = new Dictionary<string, long> { ["Firefox"] = 1 },
    };

    private static ulong Hash(int item) => BitConverter.ToUInt64(SHA256.HashData(BitConverter.GetBytes(item)));
}
