using LocalDapr.Runtime.Resiliency;

namespace LocalDapr.Runtime.PubSub.Delivery;

/// <summary>How one attempt to deliver a message ended.</summary>
/// <param name="Status">What became of it.</param>
/// <param name="Failure">With <see cref="DeliveryStatus.Retry"/>, the answer of the app, which a retry policy may ask for.</param>
internal readonly record struct DeliveryResult(DeliveryStatus Status, Failure Failure = default)
{
    public static implicit operator DeliveryResult(DeliveryStatus status) => new(status);

    /// <summary>The same result for each of several messages.</summary>
    public static DeliveryResult[] ForAll(int count, DeliveryResult result) => [.. Enumerable.Repeat(result, count)];
}
