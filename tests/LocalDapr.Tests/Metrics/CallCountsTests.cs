using LocalDapr.Runtime.Metrics;

namespace LocalDapr.Tests.Metrics;

public sealed class CallCountsTests
{
    [Fact]
    public void Add_MadeUpMethodsWithoutEnd_AreCountedTogether()
    {
        var counts = new CallCounts();

        for (var i = 0; i < CallCounts.MaxMethods + 500; i++)
        {
            counts.Add("shop", $"/made.Up/Method{i}");
        }

        var read = counts.Read().ToList();
        read.Count.ShouldBe(CallCounts.MaxMethods + 1);
        read.Single(each => each.Method == CallCounts.OtherMethods).ShouldBe(("shop", CallCounts.OtherMethods, 500));
        read.Sum(each => each.Count).ShouldBe(CallCounts.MaxMethods + 500);
    }
}
