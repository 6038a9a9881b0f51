using FsCheck;
using FsCheck.Fluent;
using Platform.State.Caching;

namespace Platform.BuildingBlocks.Tests.Caching;

public sealed class SieveCacheTests
{
    [Fact]
    public void Set_AboveCapacity_KeepsWhatWasRead()
    {
        var cache = new SieveCache<string>(3);
        foreach (var key in new[] { "a", "b", "c" }) cache.Set(key, key);
        cache.TryGet("a", out _).ShouldBeTrue();

        cache.Set("d", "d");
        cache.Set("e", "e");

        cache.TryGet("a", out _).ShouldBeTrue();
        cache.TryGet("b", out _).ShouldBeFalse();
        cache.Count.ShouldBe(3);
    }

    [Fact]
    public void Operations_AnySequence_StayWithinCapacityAndGiveTheLatestValue() =>
        Prop.ForAll(ArbMap.Default.ArbFor<(byte Operation, byte Key)[]>(), operations =>
        {
            var cache = new SieveCache<string>(4);
            var latest = new Dictionary<string, string>();
            foreach (var (operation, number) in operations)
            {
                var key = (number % 10).ToString();
                if (operation % 3 == 0) Remove(key);
                else if (operation % 3 == 1) cache.Set(key, latest[key] = $"{key}:{latest.Count}:{operation}");
                else if (cache.TryGet(key, out var value) && value != latest.GetValueOrDefault(key)) return false;
                if (cache.Count > 4) return false;

                void Remove(string removed)
                {
                    cache.Remove(removed);
                    latest.Remove(removed);
                }
            }
            return true;
        }).QuickCheckThrowOnFailure();
}
