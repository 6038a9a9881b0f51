using System.Buffers;
using Platform.Monetary;

namespace Platform.Cart.Domain;

/// <summary>A promotion: one of a percentage, an amount, or the shipping.</summary>
public sealed record CartPromotion
{
    private const int MinCodeLength = 3;
    private const int MaxCodeLength = 32;

    private static readonly SearchValues<char> CodeCharacters = SearchValues.Create("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ-");

    /// <summary>Its code, in upper case.</summary>
    public required string Code { get; init; }

    /// <summary>So many per cent, 1 to 100; 0 where it is something else.</summary>
    public int PercentOff { get; init; }

    /// <summary>This much; null where it is something else.</summary>
    public Money? AmountOff { get; init; }

    /// <summary>The shipping.</summary>
    public bool FreeShipping { get; init; }

    /// <summary>From what subtotal on; null for any.</summary>
    public Money? MinimumSubtotal { get; init; }

    /// <summary>For what categories; none for all.</summary>
    public IReadOnlyList<string> Categories { get; init; } = [];

    /// <summary>When it begins; null for at once.</summary>
    public DateTimeOffset? StartTime { get; init; }

    /// <summary>When it ends; null for never.</summary>
    public DateTimeOffset? EndTime { get; init; }

    /// <summary>Whether a text can be a code.</summary>
    public static bool IsCode(string code) =>
        code.Length is >= MinCodeLength and <= MaxCodeLength && !code.AsSpan().ContainsAnyExcept(CodeCharacters);

    /// <summary>Whether it has ended.</summary>
    public bool IsOver(DateTimeOffset now) => EndTime <= now;

    /// <summary>Whether it has begun and not ended.</summary>
    public bool IsOn(DateTimeOffset now) => !IsOver(now) && !(StartTime > now);

    /// <summary>Whether it applies to a product of some categories.</summary>
    public bool Covers(IReadOnlyList<string> categories) => Categories.Count == 0 || categories.Any(category => Categories.Any(own => IsWithin(category, own)));

    private static bool IsWithin(string category, string ancestor) =>
        category.StartsWith(ancestor, StringComparison.Ordinal) && (category.Length == ancestor.Length || category[ancestor.Length] == '/');
}
