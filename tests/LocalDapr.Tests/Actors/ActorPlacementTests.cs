using System.Net;
using System.Text;
using LocalDapr.Runtime;
using LocalDapr.Runtime.Actors;
using LocalDapr.Runtime.Actors.Hosting;
using LocalDapr.Runtime.Hosting;
using LocalDapr.Runtime.Invocation;

namespace LocalDapr.Tests.Actors;

public sealed class ActorPlacementTests
{
    private readonly ActorPlacement _placement = new();

    [Fact]
    public void Find_SeveralInstances_SpreadsActorsEvenly()
    {
        var instances = Enumerable.Range(1, 4).Select(port => NewInstance(port)).ToList();
        instances.ForEach(_placement.Add);

        var counts = Keys(4000).CountBy(key => _placement.Find(key)!.Name).ToDictionary();

        counts.Count.ShouldBe(4);
        counts.Values.ShouldAllBe(count => count > 850 && count < 1150);
    }

    [Fact]
    public void Remove_OneInstance_MovesItsActorsOnly()
    {
        var instances = Enumerable.Range(1, 3).Select(port => NewInstance(port)).ToList();
        instances.ForEach(_placement.Add);
        var before = Keys(1000).ToDictionary(key => key, key => _placement.Find(key)!);

        instances[0].End();
        _placement.Remove(instances[0]);

        foreach (var (key, instance) in before)
        {
            var now = _placement.Find(key)!;
            now.ShouldNotBe(instances[0]);
            if (instance != instances[0])
                now.ShouldBe(instance);
        }
    }

    [Fact]
    public async Task Find_TypeThatNobodyHosts_IsNothing()
    {
        var change = _placement.NextChange;
        _placement.MayCome("Counter").ShouldBeFalse();
        _placement.Add(NewInstance(1));
        await change;

        _placement.Find(new ActorKey("Other", "1")).ShouldBeNull();
        _placement.MayCome("Counter").ShouldBeTrue();
        _placement.MayCome("Other").ShouldBeFalse();
        _placement.Expect();
        _placement.MayCome("Other").ShouldBeTrue();
        _placement.Asked();
        _placement.MayCome("Other").ShouldBeFalse();
    }

    [Fact]
    public void Parse_Configuration_TakesWhatItCanRead()
    {
        var configuration = Parse("""
            {"entities":["A","B","A",7],"actorIdleTimeout":"2m","actorScanInterval":"bad","drainOngoingCallTimeout":"5s",
             "drainRebalancedActors":true,"reentrancy":{"enabled":true},
             "entitiesConfig":[{"entities":["B","Unknown"],"drainRebalancedActors":false,"reentrancy":{"enabled":true,"maxStackDepth":4}}]}
            """);

        configuration.Types.Keys.ShouldBe(["A", "B"], ignoreOrder: true);
        configuration.ScanInterval.ShouldBe(TimeSpan.FromSeconds(30));
        configuration.Types["A"].ShouldBe(new ActorTypeOptions
        {
            IdleTimeout = TimeSpan.FromMinutes(2),
            DrainTimeout = TimeSpan.FromSeconds(5),
            IsReentrant = true,
        });
        configuration.Types["B"].ShouldBe(new ActorTypeOptions { DrainTimeout = TimeSpan.Zero, IsReentrant = true, MaxStackDepth = 4 });
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"entities":null}""")]
    [InlineData("""{"entities":"A"}""")]
    public void Parse_ConfigurationWithoutTypes_HostsNothing(string json) => Parse(json).Types.ShouldBeEmpty();

    private static IEnumerable<ActorKey> Keys(int count) => Enumerable.Range(0, count).Select(id => new ActorKey("Counter", $"id-{id}"));

    private static ActorConfiguration Parse(string json) => ActorConfiguration.Parse(Encoding.UTF8.GetBytes(json));

    private static ActorInstance NewInstance(int port)
    {
        var options = new AppOptions { AppId = "shop", AppPort = port };
        var sidecar = new Sidecar(options, null!, new AppChannel(options, IPAddress.Loopback, null), null!);
        return new ActorInstance(sidecar, Parse("""{"entities":["Counter"]}"""));
    }
}
