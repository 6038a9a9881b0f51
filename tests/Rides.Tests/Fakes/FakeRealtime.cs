using System.Collections.Concurrent;
using Platform.Messaging.Realtime;

namespace Platform.Rides.Tests.Fakes;

/// <summary>Keeps what clients would be shown.</summary>
internal sealed class FakeRealtime(ConcurrentQueue<RealtimeEvent> shown) : IRealtimePublisher
{
    public Task PublishAsync(IReadOnlyList<RealtimeEvent> events, CancellationToken cancellationToken)
    {
        foreach (var each in events)
        {
            shown.Enqueue(each);
        }

        return Task.CompletedTask;
    }
}
