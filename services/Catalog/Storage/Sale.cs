namespace Platform.Catalog.Storage;

/// <summary>An order that was confirmed, or canceled after that.</summary>
/// <param name="Order">The order.</param>
/// <param name="Buyer">Who bought.</param>
/// <param name="Time">When it was confirmed.</param>
/// <param name="IsCanceled">Whether it is canceled.</param>
internal sealed record Sale(string Order, string Buyer, DateTimeOffset Time, bool IsCanceled)
{
    /// <summary>What each count changes by: 1, or -1 for a cancellation. The two may come in any order.</summary>
    public int Sign => IsCanceled ? -1 : 1;

    /// <summary>Names a part of it: the same event counts once.</summary>
    public string Part(int number) => IsCanceled ? $"{Order}/{number}/canceled" : $"{Order}/{number}";
}
