namespace LocalDapr.Runtime.PubSub.Delivery;

/// <summary>The receiving end of a subscription.</summary>
internal interface ISubscriber
{
    /// <summary>Makes one attempt to deliver the messages and gives a result for each, in their order. Does not throw but for cancellation.</summary>
    Task<IReadOnlyList<DeliveryResult>> DeliverAsync(IReadOnlyList<Message> messages, CancellationToken cancellationToken);
}
