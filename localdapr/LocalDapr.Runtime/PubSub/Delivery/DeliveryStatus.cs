namespace LocalDapr.Runtime.PubSub.Delivery;

/// <summary>What became of one attempt to deliver a message.</summary>
internal enum DeliveryStatus
{
    /// <summary>The app took the message.</summary>
    Success,

    /// <summary>The attempt failed; another one may succeed.</summary>
    Retry,

    /// <summary>The app wants no further attempt: the message goes to the dead-letter topic if there is one.</summary>
    Drop,

    /// <summary>The app takes nothing at the moment. Says nothing about the message, so it does not count as an attempt.</summary>
    Unreachable,

    /// <summary>The connection broke before the app answered: it was stopped in the middle, or the message is what kills it.</summary>
    Interrupted,
}
