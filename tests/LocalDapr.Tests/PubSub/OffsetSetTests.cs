using FsCheck;
using FsCheck.Fluent;
using LocalDapr.Runtime.PubSub.Delivery;

namespace LocalDapr.Tests.PubSub;

public sealed class OffsetSetTests
{
    [Fact]
    public void Add_AnyOffsetsInAnyOrder_BehavesAsASet()
    {
        var offsets = Gen.Choose(0, 40).ListOf().ToArbitrary();

        Prop.ForAll(offsets, added =>
        {
            var (set, model) = (new OffsetSet(3), new HashSet<long> { 0, 1, 2 });
            foreach (var offset in added)
                set.Add(offset).ShouldBe(model.Add(offset));

            for (var offset = 0; offset <= 42; offset++)
                set.Contains(offset).ShouldBe(model.Contains(offset));
            set.End.ShouldBe(model.Max() + 1);
            set.FirstMissing.ShouldBe(Enumerable.Range(0, 50).First(offset => !model.Contains(offset)));
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void Decode_OfEncoded_IsTheSameSet()
    {
        Prop.ForAll(Gen.Choose(0, 40).ListOf().ToArbitrary(), added =>
        {
            var set = new OffsetSet();
            foreach (var offset in added)
                set.Add(offset);

            var decoded = OffsetSet.Decode(set.Encode());

            decoded.Encode().ShouldBe(set.Encode());
            decoded.RangeCount.ShouldBe(set.RangeCount);
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void Add_AMillionWithOneGap_TakesTwoRanges()
    {
        var set = new OffsetSet();
        for (var offset = 0; offset < 1_000_000; offset++)
        {
            if (offset != 500)
                set.Add(offset);
        }

        set.RangeCount.ShouldBe(2);
        set.FirstMissing.ShouldBe(500);
    }
}
