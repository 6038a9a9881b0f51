using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Grpc.Core;
using Grpc.Shared;

namespace Grpc.Tests.Core;

/// <summary>The codecs of header values: timeouts, messages, binary values, status codes.</summary>
public sealed class CodecTests
{
    // From 100 ns to 900 years, every magnitude alike.
    private static readonly Arbitrary<long> PositiveTicks =
        Gen.Choose(0, 58).SelectMany(bits => Gen.Choose(0, int.MaxValue), (bits, low) => (1L << bits) + low % (1L << bits)).ToArbitrary();

    [Fact]
    public void TimeoutFormat_AnyTimeout_ParsesToTheSameOrSlightlyMore() =>
        Prop.ForAll(PositiveTicks, ticks =>
        {
            var timeout = new TimeSpan(ticks);

            var text = GrpcTimeout.Format(timeout);

            // A unit is left for the next, up to 1000 times longer one at eight digits, so five stay. Rounding down would let the server
            // give up first.
            return text.Length <= 9
                && GrpcTimeout.TryParse(text, out var parsed)
                && parsed >= timeout
                && parsed - timeout <= timeout / 100_000 + TimeSpan.FromTicks(1);
        }).QuickCheckThrowOnFailure();

    [Theory]
    [InlineData(-5, "1n")]
    [InlineData(0, "1n")]
    [InlineData(1, "100n")]
    [InlineData(TimeSpan.TicksPerSecond, "1000000u")]
    [InlineData(TimeSpan.TicksPerHour, "3600000m")]
    [InlineData(long.MaxValue, "99999999H")]
    public void TimeoutFormat_Boundary_UsesTheFinestUnitOfEightDigits(long ticks, string expected) =>
        GrpcTimeout.Format(new TimeSpan(ticks)).ShouldBe(expected);

    [Theory]
    [InlineData("1H", 3600_000)]
    [InlineData("2M", 120_000)]
    [InlineData("3S", 3000)]
    [InlineData("250m", 250)]
    [InlineData("4000u", 4)]
    [InlineData("5000000n", 5)]
    [InlineData("0m", 0)]
    public void TimeoutParse_EachUnit_IsUnderstood(string text, int milliseconds)
    {
        GrpcTimeout.TryParse(text, out var timeout).ShouldBeTrue();

        timeout.ShouldBe(TimeSpan.FromMilliseconds(milliseconds));
    }

    [Theory]
    [InlineData("")]
    [InlineData("S")]
    [InlineData("5")]
    [InlineData("-5S")]
    [InlineData("+5S")]
    [InlineData(" 5S")]
    [InlineData("5 S")]
    [InlineData("1.5S")]
    [InlineData("5s")]
    [InlineData("5h")]
    [InlineData("123456789S")]
    public void TimeoutParse_Malformed_IsRefused(string text) => GrpcTimeout.TryParse(text, out _).ShouldBeFalse();

    [Fact]
    public void PercentEncoding_AnyText_RoundTripsAsPrintableAscii() =>
        Prop.ForAll<string?>(arbitrary =>
        {
            // Half a surrogate pair is no text; the encoder replaces it just as UTF-8 does.
            var text = Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(arbitrary ?? ""));

            var encoded = PercentEncoding.Encode(text);

            return encoded.All(c => c is >= ' ' and <= '~') && PercentEncoding.Decode(encoded) == text;
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void PercentDecode_AnyText_NeverFails() =>
        Prop.ForAll<string?>(text => PercentEncoding.Decode(text + "%" + text) is not null).QuickCheckThrowOnFailure();

    [Theory]
    [InlineData("100%", "100%")]
    [InlineData("%", "%")]
    [InlineData("%4", "%4")]
    [InlineData("%zz%41", "%zzA")]
    [InlineData("%e2%82%AC", "€")]
    public void PercentDecode_BrokenSequence_StandsForItself(string text, string expected) => PercentEncoding.Decode(text).ShouldBe(expected);

    [Fact]
    public void BinaryHeader_AnyBytes_RoundTripWithAndWithoutPadding() =>
        Prop.ForAll<byte[]?>(arbitrary =>
        {
            var bytes = arbitrary ?? [];
            var unpadded = BinaryHeader.Encode(bytes);

            return !unpadded.Contains('=')
                && BinaryHeader.TryDecode(unpadded, out var fromUnpadded) && fromUnpadded.SequenceEqual(bytes)
                && BinaryHeader.TryDecode(Convert.ToBase64String(bytes), out var fromPadded) && fromPadded.SequenceEqual(bytes);
        }).QuickCheckThrowOnFailure();

    [Theory]
    [InlineData("a")]
    [InlineData("abcde")]
    [InlineData("ab*d")]
    [InlineData("ab=c")]
    public void BinaryHeaderDecode_NotBase64_IsRefused(string text) => BinaryHeader.TryDecode(text, out _).ShouldBeFalse();

    [Fact]
    public void BinaryHeaderAdd_ValuesJoinedByAProxy_AreSplit()
    {
        var metadata = new Metadata();

        BinaryHeader.TryAdd(metadata, "trace-bin", "AQI=, Aw").ShouldBeTrue();

        metadata.GetAll("trace-bin").Select(entry => entry.ValueBytes).ShouldBe([[1, 2], [3]]);
    }

    [Fact]
    public void StatusCode_EveryCode_RoundTripsAsNumberAndName()
    {
        foreach (var code in Enum.GetValues<StatusCode>())
        {
            StatusCodes.TryFromWire(code.ToWire(), out var fromNumber).ShouldBeTrue();
            fromNumber.ShouldBe(code);
            StatusCodes.TryFromName(code.ToName(), out var fromName).ShouldBeTrue();
            fromName.ShouldBe(code);
        }
    }

    [Theory]
    [InlineData("17", true, StatusCode.Unknown)]
    [InlineData("00", true, StatusCode.OK)]
    [InlineData("-1", false, StatusCode.Unknown)]
    [InlineData("ok", false, StatusCode.Unknown)]
    [InlineData("", false, StatusCode.Unknown)]
    public void StatusCode_OddNumber_IsUnknownOrRefused(string text, bool valid, StatusCode expected)
    {
        StatusCodes.TryFromWire(text, out var code).ShouldBe(valid);

        code.ShouldBe(expected);
    }
}
