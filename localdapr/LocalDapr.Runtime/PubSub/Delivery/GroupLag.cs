namespace LocalDapr.Runtime.PubSub.Delivery;

/// <summary>How far a consumer group is behind.</summary>
/// <param name="Group">The group's name: an app id, or that of the app's streams or of one instance.</param>
/// <param name="Backlog">Messages that it has not finished.</param>
/// <param name="Oldest">The oldest of them; null for none.</param>
/// <param name="Counts">What became of the others.</param>
internal sealed record GroupLag(string Group, long Backlog, Message? Oldest, DeliveryCounts Counts);
