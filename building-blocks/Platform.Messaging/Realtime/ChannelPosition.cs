using System.Globalization;

namespace Platform.Messaging.Realtime;

/// <summary>A place in a channel's log, which is also the id of the event there. Later places are greater, also those of a later log.</summary>
/// <param name="Epoch">Names the log.</param>
/// <param name="Sequence">The event; 0 is the place before the first.</param>
public readonly record struct ChannelPosition(string Epoch, long Sequence) : IComparable<ChannelPosition>
{
    // No log lives that long, and no id of a client is worth reading beyond it.
    private const int MaxLength = 64;

    /// <summary>The place behind this one in the same log.</summary>
    public ChannelPosition Next => this with { Sequence = Sequence + 1 };

    /// <summary>Reads what <see cref="ToString"/> wrote; false for anything else.</summary>
    public static bool TryParse(string? text, out ChannelPosition position)
    {
        position = default;
        if (text is null || text.Length > MaxLength || text.IndexOf('-', StringComparison.Ordinal) is not (> 0 and var dash))
        {
            return false;
        }

        var isNumber = long.TryParse(text.AsSpan(dash + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var sequence);
        position = new ChannelPosition(text[..dash], sequence);
        return isNumber;
    }

    /// <inheritdoc />
    public int CompareTo(ChannelPosition other) =>
        string.CompareOrdinal(Epoch, other.Epoch) is not 0 and var order ? order : Sequence.CompareTo(other.Sequence);

    /// <summary>Whether a place is before another.</summary>
    public static bool operator <(ChannelPosition left, ChannelPosition right) => left.CompareTo(right) < 0;

    /// <summary>Whether a place is behind another.</summary>
    public static bool operator >(ChannelPosition left, ChannelPosition right) => left.CompareTo(right) > 0;

    /// <summary>Whether a place is before another, or the same.</summary>
    public static bool operator <=(ChannelPosition left, ChannelPosition right) => left.CompareTo(right) <= 0;

    /// <summary>Whether a place is behind another, or the same.</summary>
    public static bool operator >=(ChannelPosition left, ChannelPosition right) => left.CompareTo(right) >= 0;

    /// <inheritdoc />
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Epoch}-{Sequence}");
}
