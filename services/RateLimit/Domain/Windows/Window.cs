using System.Text.Json.Serialization;

namespace Platform.RateLimit.Domain.Windows;

/// <summary>Cuts time into windows without gaps. Times are microseconds since the Unix epoch.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "w")]
[JsonDerivedType(typeof(ClockWindow), "clock")]
[JsonDerivedType(typeof(CalendarWindow), "calendar")]
internal abstract record Window
{
    /// <summary>Names the way of cutting.</summary>
    internal abstract string Id { get; }

    /// <summary>The window that a time is in.</summary>
    public abstract Span Around(long now);
}

/// <summary>From a time up to, and without, another.</summary>
internal readonly record struct Span(long Start, long End);

/// <summary>Windows of one length, the first of which began with the Unix epoch.</summary>
/// <param name="Length">The length, 1 or more.</param>
internal sealed record ClockWindow(long Length) : Window
{
    internal override string Id => Length.ToString();

    public override Span Around(long now)
    {
        var start = now - (now % Length);
        return new Span(start, start + Length);
    }
}
