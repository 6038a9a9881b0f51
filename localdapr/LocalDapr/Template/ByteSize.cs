using System.Globalization;

namespace LocalDapr.Template;

/// <summary>Sizes in Kubernetes' notation: <c>4Mi</c>, <c>500K</c>, or a number of bytes.</summary>
internal static class ByteSize
{
    private static readonly (string Unit, long Bytes)[] Units =
    [
        ("Ki", 1L << 10), ("Mi", 1L << 20), ("Gi", 1L << 30), ("k", 1_000), ("K", 1_000), ("M", 1_000_000), ("G", 1_000_000_000), ("", 1),
    ];

    /// <summary>Reads a size of at least a byte and less than 2 GiB.</summary>
    public static bool TryParse(string text, out int bytes)
    {
        var (unit, factor) = Units.First(unit => text.EndsWith(unit.Unit, StringComparison.Ordinal));
        bytes = 0;
        if (!long.TryParse(text.AsSpan(0, text.Length - unit.Length), NumberStyles.None, CultureInfo.InvariantCulture, out var count)
            || count < 1
            || count > int.MaxValue / factor)
        {
            return false;
        }

        bytes = (int)(count * factor);
        return true;
    }
}
