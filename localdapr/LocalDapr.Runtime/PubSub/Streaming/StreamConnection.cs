using Dapr.Proto.Runtime.V1;
using Grpc.Core;
using LocalDapr.Runtime.PubSub.Delivery;
using LocalDapr.Runtime.PubSub.Subscriptions;
using EventStream = Grpc.Core.IServerStreamWriter<Dapr.Proto.Runtime.V1.SubscribeTopicEventsResponseAlpha1>;

namespace LocalDapr.Runtime.PubSub.Streaming;

/// <summary>One stream of a subscriber: events go down, what became of them comes up, matched by their ids.</summary>
internal sealed class StreamConnection(EventStream stream) : IDisposable
{
    private readonly Lock _lock = new();
    private readonly SemaphoreSlim _writing = new(1, 1);
    private readonly Dictionary<string, Queue<TaskCompletionSource<DeliveryResult>>> _pending = [];
    private bool _isClosed;

    /// <summary>Sends an event and waits until the app says what became of it.</summary>
    public async Task<DeliveryResult> DeliverAsync(TopicEvent topicEvent, CancellationToken cancellationToken)
    {
        var message = TopicEventMapping.ToRequest(topicEvent);
        var settled = new TaskCompletionSource<DeliveryResult>(TaskCreationOptions.RunContinuationsAsynchronously);
        if (!TryExpect(message.Id, settled))
            return DeliveryStatus.Unreachable;
        try
        {
            await WriteAsync(new SubscribeTopicEventsResponseAlpha1 { EventMessage = message }, cancellationToken);
            return await settled.Task.WaitAsync(cancellationToken);
        }
        catch (Exception exception) when (exception is RpcException or IOException or InvalidOperationException
            || (exception is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            // The stream broke, or its app has cancelled it and it is not taken out yet.
            return DeliveryStatus.Interrupted;
        }
        finally
        {
            Forget(message.Id, settled);
        }
    }

    /// <summary>Writes to the stream, one message after the other.</summary>
    public async Task WriteAsync(SubscribeTopicEventsResponseAlpha1 message, CancellationToken cancellationToken)
    {
        await _writing.WaitAsync(cancellationToken);
        try
        {
            await stream.WriteAsync(message, cancellationToken);
        }
        finally
        {
            _writing.Release();
        }
    }

    /// <summary>Says what became of an event. Of several with one id, the one that was sent first is meant.</summary>
    /// <returns>False if no such event is waiting.</returns>
    public bool Settle(string id, DeliveryStatus status)
    {
        lock (_lock)
        {
            return _pending.TryGetValue(id, out var waiting) && waiting.Dequeue().TrySetResult(status) && (waiting.Count > 0 || _pending.Remove(id));
        }
    }

    /// <summary>Ends what waits: the stream is gone, and nothing is written to it from now on.</summary>
    public void Dispose()
    {
        lock (_lock)
        {
            _isClosed = true;
            foreach (var waiting in _pending.Values.SelectMany(each => each))
                waiting.TrySetResult(DeliveryStatus.Interrupted);
            _pending.Clear();
        }
    }

    private bool TryExpect(string id, TaskCompletionSource<DeliveryResult> settled)
    {
        lock (_lock)
        {
            if (_isClosed)
                return false;
            if (!_pending.TryGetValue(id, out var waiting))
                _pending[id] = waiting = [];
            waiting.Enqueue(settled);
            return true;
        }
    }

    private void Forget(string id, TaskCompletionSource<DeliveryResult> settled)
    {
        lock (_lock)
        {
            if (!_pending.TryGetValue(id, out var waiting) || !waiting.Contains(settled))
                return;
            var others = waiting.Where(other => other != settled).ToList();
            if (others.Count == 0)
                _pending.Remove(id);
            else
                _pending[id] = new Queue<TaskCompletionSource<DeliveryResult>>(others);
        }
    }
}
