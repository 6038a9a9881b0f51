using Google.Protobuf.WellKnownTypes;

namespace Platform.Shortener.Api;

/// <summary>Times and durations of messages. A message can hold more than there is; what is out of range becomes null.</summary>
internal static class LinkTimes
{
    private const long FirstSecond = -62_135_596_800;
    private const long LastSecond = 253_402_300_799;
    private const long MaxSeconds = 315_576_000_000;
    private const int NanosPerSecond = 1_000_000_000;

    public static TimeSpan? ToTimeSpan(Duration? duration) =>
        duration is { Seconds: >= -MaxSeconds and <= MaxSeconds, Nanos: > -NanosPerSecond and < NanosPerSecond }
            ? TimeSpan.FromSeconds(duration.Seconds) + TimeSpan.FromTicks(duration.Nanos / TimeSpan.NanosecondsPerTick)
            : null;

    public static DateTimeOffset? ToTime(Timestamp? time) =>
        time is { Seconds: >= FirstSecond and <= LastSecond, Nanos: >= 0 and < NanosPerSecond } ? time.ToDateTimeOffset() : null;

    public static Timestamp? ToTimestamp(DateTimeOffset? time) => time is { } value ? Timestamp.FromDateTimeOffset(value) : null;
}
