namespace Platform.Orders.Domain;

/// <summary>A checkout cannot go on, and trying again does not help.</summary>
/// <param name="reason">UPPER_SNAKE, as the order's failure tells it.</param>
/// <param name="facts">More about it.</param>
internal sealed class CheckoutRefusedException(string reason, IReadOnlyDictionary<string, string>? facts = null) : Exception(reason)
{
    /// <summary>What the order's failure tells.</summary>
    public OrderFailure Failure { get; } = new(reason, facts ?? new Dictionary<string, string>());
}
