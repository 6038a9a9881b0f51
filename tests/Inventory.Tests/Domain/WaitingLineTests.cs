using FsCheck;
using FsCheck.Fluent;
using Platform.Inventory.Domain.Line;

namespace Platform.Inventory.Tests.Domain;

public sealed class WaitingLineTests
{
    private static readonly TimeSpan TurnLength = TimeSpan.FromMinutes(2);
    private static readonly DateTimeOffset Start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Advance_TwoUnits_AdmitsTheFirstTwo()
    {
        var line = Draw(5).Advance(available: 2, Start, TurnLength);

        States(line, 5, Start).ShouldBe("AAWWW");
        line.PositionOf(3).ShouldBe(1);
        line.PositionOf(5).ShouldBe(3);
    }

    [Fact]
    public void Advance_OneServedAndSold_AdmitsNobodyElse()
    {
        var line = Draw(5).Advance(2, Start, TurnLength).Serve(1).Advance(available: 1, Start, TurnLength);

        States(line, 5, Start).ShouldBe("AAWWW");
    }

    [Fact]
    public void Advance_TurnOver_AdmitsTheNext()
    {
        var later = Start + TurnLength;

        var line = Draw(5).Advance(2, Start, TurnLength).Serve(1).Advance(available: 1, later, TurnLength);

        States(line, 5, later).ShouldBe("LLAWW");
    }

    [Fact]
    public void Advance_ManyOneByOne_KeepsFewTurns()
    {
        var line = WaitingLine.Empty;
        for (var i = 0; i < 1000; i++)
        {
            line = line.Draw().Advance(1000, Start.AddMilliseconds(i), TurnLength);
        }

        line.Turns.Count.ShouldBeLessThanOrEqualTo(3);
        line.Admitted.ShouldBe(1000);
    }

    [Fact]
    public void Advance_WhateverHappens_NeverAdmitsMoreThanThereIs() =>
        Prop.ForAll(Gen.ListOf(Gen.Choose(0, 9)).ToArbitrary(), steps =>
        {
            var (line, available, now) = (WaitingLine.Empty, 10L, Start);
            var served = new HashSet<long>();
            foreach (var step in steps)
            {
                var before = line.Admitted;
                var admitted = Enumerable.Range(1, (int)line.Drawn).Where(n => line.TurnOf(n, now) is not null && !served.Contains(n)).ToList();
                switch (step)
                {
                    case < 5: line = line.Draw(); break;
                    case < 7 when admitted.Count > 0 && available > 0:
                        line = line.Serve(admitted[^1]);
                        served.Add(admitted[^1]);
                        available--;
                        break;
                    case 8: available++; break;
                    case 9: now += TurnLength / 3; break;
                }

                line = line.Advance(available, now, TurnLength);
                line.Turns.Sum(turn => turn.Open()).ShouldBeLessThanOrEqualTo(available);
                line.Admitted.ShouldBeGreaterThanOrEqualTo(before);
                line.Admitted.ShouldBeLessThanOrEqualTo(line.Drawn);
            }
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(300).WithEndSize(100));

    private static WaitingLine Draw(int count) => Enumerable.Range(0, count).Aggregate(WaitingLine.Empty, (line, _) => line.Draw());

    private static string States(WaitingLine line, int count, DateTimeOffset now) => string.Concat(
        Enumerable.Range(1, count).Select(number => PlaceView.Of(line, new LinePlace(number), isSoldOut: false, now).State.ToString()[0]));
}
