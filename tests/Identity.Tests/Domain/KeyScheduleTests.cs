using FsCheck;
using FsCheck.Fluent;
using Platform.Identity.Domain.Keys;

namespace Platform.Identity.Tests.Domain;

public sealed class KeyScheduleTests
{
    private static readonly TimeSpan TokenLifetime = TimeSpan.FromMinutes(15);
    private static readonly KeySchedule Schedule = new(TimeSpan.FromHours(24), TimeSpan.FromHours(1), TimeSpan.FromMinutes(30));
    private static readonly DateTimeOffset Start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    // However long nobody asks in between, somebody signs, verifiers know the key in time, and nothing that was signed stops to verify.
    [Fact]
    public void Keys_AskedAtAnyTimes_AlwaysSignAndVerify() => Prop.ForAll(
        Gen.Choose(1, 4000).ListOf().ToArbitrary(),
        pauses =>
        {
            IReadOnlyList<SigningKey> keys = [];
            var now = Start;
            var signed = new List<(string KeyId, DateTimeOffset End)>();
            foreach (var minutes in pauses)
            {
                now += TimeSpan.FromMinutes(minutes);
                keys = Ask(keys, now);
                var signer = KeySchedule.SignerAt(keys, now).ShouldNotBeNull();
                var published = Schedule.Needed(keys, now).Select(key => key.Id).ToList();

                published.ShouldContain(signer.Id);
                (signer.PublishTime == signer.SignTime || now - signer.PublishTime >= Schedule.Lead).ShouldBeTrue("known before it signs");
                signed.RemoveAll(token => token.End <= now);
                signed.ShouldAllBe(token => published.Contains(token.KeyId));
                signed.Add((signer.Id, now + TokenLifetime));
            }
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(500));

    [Fact]
    public void Keys_AskedEveryMinute_RotateDailyAndKeepTwoAtMost()
    {
        IReadOnlyList<SigningKey> keys = [];
        var signers = new HashSet<string>();
        for (var now = Start; now < Start.AddDays(10); now += TimeSpan.FromMinutes(1))
        {
            keys = Ask(keys, now);
            signers.Add(KeySchedule.SignerAt(keys, now)!.Id);
            Schedule.Needed(keys, now).Count.ShouldBeInRange(1, 2);
        }

        signers.Count.ShouldBe(10);
    }

    private static IReadOnlyList<SigningKey> Ask(IReadOnlyList<SigningKey> keys, DateTimeOffset now) => now < Schedule.NextPublishTime(keys)
        ? keys
        : [.. Schedule.Needed(keys, now), new SigningKey
        {
            Id = Guid.NewGuid().ToString(),
            X = "",
            Y = "",
            EncryptedPrivateKey = [],
            PublishTime = now,
            SignTime = Schedule.SignTimeOf(keys, now),
        }];
}
