namespace LocalDapr.Runtime.PubSub.Delivery;

/// <summary>A message in the log of its topic.</summary>
/// <param name="Offset">Its place in the log.</param>
/// <param name="Data">The CloudEvent as JSON, or the bytes as published with <c>rawPayload</c>.</param>
internal readonly record struct Message(long Offset, ReadOnlyMemory<byte> Data);
