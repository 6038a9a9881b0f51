using System.Collections.Concurrent;
using Platform.Messaging.Realtime;

namespace Platform.Drivers.Tests.Fakes;

/// <summary>Keeps what clients would be shown.</summary>
internal sealed class FakeRealtime : IRealtimePublisher
{
    public ConcurrentQueue<RealtimeEvent> Shown { get; } = new();

    public Task PublishAsync(IReadOnlyList<RealtimeEvent> events, CancellationToken cancellationToken)
    {
        foreach (var each in events)
        {
            Shown.Enqueue(each);
        }

        return Task.CompletedTask;
    }
}
