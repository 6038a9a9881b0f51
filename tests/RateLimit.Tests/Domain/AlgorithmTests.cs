using FsCheck;
using FsCheck.Fluent;
using Platform.RateLimit.Domain.Algorithms;
using Platform.RateLimit.Domain.Windows;

namespace RateLimit.Tests.Domain;

/// <summary>Every algorithm against a model that keeps everything, on small numbers, where edges are everywhere.</summary>
public sealed class AlgorithmTests
{
    private const int Cases = 2000;
    private const long Epoch = 1_800_000_000_000_000;

    [Fact]
    public void TokenBucket_AnyCalls_DecidesAsTheModel() => Holds(Parameters, p =>
        (new TokenBucket(p.Amount, p.Period, p.Burst), ExactModels.Curve(p.Amount, p.Period, p.Burst)));

    [Fact]
    public void LeakyBucket_AnyCalls_DecidesAsTheModel() => Holds(Parameters, p =>
        (new LeakyBucket(p.Amount, p.Period, p.Burst), ExactModels.Curve(p.Amount, p.Period, p.Burst)));

    [Fact]
    public void Gcra_AnyCalls_DecidesAsTheModel() => Holds(Parameters, p =>
    {
        // One unit for each emission interval, which is a whole number of nanoseconds.
        var interval = ((p.Period * 1000) + p.Amount - 1) / p.Amount;
        return (new Gcra(p.Amount, p.Period, p.Burst), ExactModels.Curve(1000, interval, p.Burst));
    });

    [Fact]
    public void FixedWindow_AnyCalls_DecidesAsTheModel() => Holds(Parameters, p =>
        (new FixedWindow(p.Amount, new ClockWindow(p.Period)), ExactModels.Window(p.Amount, at => (at / p.Period * p.Period, (at / p.Period * p.Period) + p.Period))));

    [Fact]
    public void SlidingLog_AnyCalls_DecidesAsTheModel() => Holds(Parameters, p =>
        (new SlidingLog(p.Amount, p.Period), ExactModels.Log(p.Amount, p.Period)));

    [Fact]
    public void SlidingWindowCounter_AnyCalls_DecidesAsTheModel() => Holds(Parameters, p =>
        (new SlidingWindowCounter(p.Amount, p.Period), ExactModels.Weighted(p.Amount, p.Period)));

    [Fact]
    public void LeakyBucket_CallersThatWait_GoOnEvenly()
    {
        var bucket = new LeakyBucket(Amount: 10, Period: 1_000_000, Size: 5);
        LimitState? state = null;
        var starts = new List<long>();
        for (var i = 0; i < 5; i++)
        {
            starts.Add(bucket.Look(state, 1, Epoch).Delay);
            state = bucket.Take(state, 1, Epoch);
        }

        starts.ShouldBe([0, 100_000, 200_000, 300_000, 400_000]);
        bucket.Look(state, 1, Epoch).IsAllowed.ShouldBeFalse();
    }

    [Fact]
    public void Take_LargestNumbers_DoesNotOverflow()
    {
        const long Month = 31L * 86_400_000_000;
        const long Many = 1_000_000_000;
        Limit[] limits =
        [
            new TokenBucket(1, Month, Whole.MaxProduct / Month),
            new TokenBucket(Many, 1_000_000, Many),
            new LeakyBucket(1, Month, Whole.MaxProduct / Month),
            new SlidingWindowCounter(Whole.MaxProduct / Month, Month),
            new Gcra(1_000_000, 1_000_000, Many),
        ];
        foreach (var limit in limits)
        {
            var full = limit.Take(null, limit.Capacity, Epoch);

            limit.Look(full, 1, Epoch).IsAllowed.ShouldBeFalse();
            limit.Look(full, limit.Capacity, Epoch + limit.Look(full, 0, Epoch).ResetAfter).Remaining.ShouldBe(limit.Capacity);
            limit.Look(full, limit.Capacity, Epoch).RetryAfter.ShouldBeInRange(1, Standing.Never - 1);
        }
    }

    private static readonly Gen<Parameter> Parameters =
        from amount in Gen.Choose(1, 12)
        from period in Gen.Choose(1, 40)
        from burst in Gen.Choose(1, 15)
        select new Parameter(amount, period, burst);

    private static readonly Gen<Step> Steps =
        from gap in Gen.Frequency((3, Gen.Constant(0)), (5, Gen.Choose(1, 5)), (2, Gen.Choose(6, 60)))
        from cost in Gen.Frequency((6, Gen.Constant(1)), (3, Gen.Choose(0, 5)), (1, Gen.Choose(6, 20)))
        from returnsAfter in Gen.Frequency((4, Gen.Constant(-1)), (1, Gen.Choose(0, 4)))
        select new Step(gap, cost, returnsAfter);

    private static void Holds(Gen<Parameter> parameters, Func<Parameter, (Limit Limit, ExactModel Model)> create)
    {
        var runs = from parameter in parameters
                   from steps in Steps.ListOf()
                   select (parameter, steps);
        Prop.ForAll(runs.ToArbitrary(), run =>
        {
            var (limit, model) = create(run.parameter);
            Decides(limit, model, [.. run.steps.Select(step => step with { ReturnsAfter = -1 })]);
            ReturnsSafely(limit, model, [.. run.steps]);
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(Cases));
    }

    /// <summary>Each answer is the model's: whether it passes, what remains, and when it would pass.</summary>
    private static void Decides(Limit limit, ExactModel model, Step[] steps)
    {
        var passed = new List<Passed>();
        LimitState? state = null;
        var now = Epoch;
        foreach (var step in steps)
        {
            now += step.Gap;
            var standing = limit.Look(state, step.Cost, now);

            standing.IsAllowed.ShouldBe(model(passed, step.Cost, now));
            model(passed, standing.Remaining, now).ShouldBeTrue("what remains passes");
            model(passed, standing.Remaining + 1, now).ShouldBeFalse("nothing more passes");
            if (standing is { IsAllowed: false, RetryAfter: < Standing.Never })
            {
                model(passed, step.Cost, now + standing.RetryAfter).ShouldBeTrue("it passes when that was said");
                model(passed, step.Cost, now + standing.RetryAfter - 1).ShouldBeFalse("and no earlier");
            }

            standing.RetryAfter.ShouldBe(standing.IsAllowed ? 0 : step.Cost > limit.Capacity ? Standing.Never : standing.RetryAfter);
            limit.Look(state, limit.Capacity, now + standing.ResetAfter).IsAllowed.ShouldBeTrue("all of it is there at the reset");
            if (standing.IsAllowed)
            {
                state = limit.Take(state, step.Cost, now);
                passed.Add(new Passed(now, step.Cost));
            }
        }
    }

    /// <summary>With some of it given back, what was kept would have passed without the rest.</summary>
    private static void ReturnsSafely(Limit limit, ExactModel model, Step[] steps)
    {
        var kept = new List<Passed>();
        var open = new List<(Passed Taken, int Left)>();
        LimitState? state = null;
        var now = Epoch;
        foreach (var step in steps)
        {
            now += step.Gap;
            foreach (var (taken, _) in open.Where(each => each.Left == 0))
            {
                state = limit.Return(state, taken.Cost, taken.At, now);
            }

            open = [.. open.Where(each => each.Left > 0).Select(each => (each.Taken, each.Left - 1))];
            if (!limit.Look(state, step.Cost, now).IsAllowed)
            {
                continue;
            }

            state = limit.Take(state, step.Cost, now);
            if (step.ReturnsAfter >= 0)
            {
                open.Add((new Passed(now, step.Cost), step.ReturnsAfter));
                continue;
            }

            model(kept, step.Cost, now).ShouldBeTrue("what was given back let more pass");
            kept.Add(new Passed(now, step.Cost));
        }
    }

    private sealed record Parameter(long Amount, long Period, long Burst);

    private sealed record Step(int Gap, int Cost, int ReturnsAfter);
}
