namespace LocalDapr.Runtime.PubSub.Delivery;

/// <summary>A message in the log of its topic.</summary>
/// <param name="Offset">Its place in the log.</param>
/// <param name="Data">The CloudEvent as JSON, or the bytes as published with <c>rawPayload</c>.</param>
internal readonly record struct Message(long Offset, ReadOnlyMemory<byte> Data);

/// <summary>What became of one attempt to deliver a message.</summary>
internal enum DeliveryStatus
{
    /// <summary>The app took the message.</summary>
    Success,

    /// <summary>The attempt failed; another one may succeed.</summary>
    Retry,

    /// <summary>The app wants no further attempt: the message goes to the dead-letter topic if there is one.</summary>
    Drop,

    /// <summary>The app does not accept connections. Says nothing about the message, so it does not count as an attempt.</summary>
    Unreachable,

    /// <summary>The connection broke before the app answered: it was stopped in the middle, or the message is what kills it.</summary>
    Interrupted,
}

/// <summary>The receiving end of a subscription.</summary>
internal interface ISubscriber
{
    /// <summary>Makes one attempt to deliver the messages and gives a status for each, in their order. Does not throw but for cancellation.</summary>
    Task<IReadOnlyList<DeliveryStatus>> DeliverAsync(IReadOnlyList<Message> messages, CancellationToken cancellationToken);
}
