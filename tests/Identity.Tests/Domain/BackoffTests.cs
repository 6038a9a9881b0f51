using System.Net;
using Platform.Identity.Domain.Attempts;

namespace Platform.Identity.Tests.Domain;

public sealed class BackoffTests
{
    private static readonly Backoff Policy = new(FreeFailures: 3, TimeSpan.FromSeconds(10), TimeSpan.FromSeconds(60), TimeSpan.FromHours(1));
    private static readonly DateTimeOffset Now = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData(0, 0)]
    [InlineData(2, 0)]
    [InlineData(3, 10)]
    [InlineData(4, 20)]
    [InlineData(5, 40)]
    [InlineData(6, 60)]
    [InlineData(1000, 60)]
    public void WaitAt_AfterFailures_Doubles(int failures, int seconds) =>
        Policy.WaitAt(new Failures(failures, Now), Now).ShouldBe(TimeSpan.FromSeconds(seconds));

    [Fact]
    public void WaitAt_Later_IsShorterAndEnds()
    {
        var failures = new Failures(4, Now);

        Policy.WaitAt(failures, Now.AddSeconds(15)).ShouldBe(TimeSpan.FromSeconds(5));
        Policy.WaitAt(failures, Now.AddSeconds(20)).ShouldBe(TimeSpan.Zero);
        Policy.WaitAt(failures: null, Now).ShouldBe(TimeSpan.Zero);
    }

    [Fact]
    public void Add_AfterALongTime_BeginsAnew()
    {
        Policy.Add(new Failures(9, Now), Now.AddMinutes(59)).Count.ShouldBe(10);
        Policy.Add(new Failures(9, Now), Now.AddMinutes(60)).Count.ShouldBe(1);
        Policy.Add(failures: null, Now).Count.ShouldBe(1);
    }

    [Theory]
    [InlineData("203.0.113.7", "203.0.113.7")]
    [InlineData("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64")]
    [InlineData("2001:db8:1:2:ffff::1", "2001:db8:1:2::/64")]
    public void Of_Address_IsItsNetwork(string address, string expected) => AttemptSource.Of(IPAddress.Parse(address)).ShouldBe(expected);
}
