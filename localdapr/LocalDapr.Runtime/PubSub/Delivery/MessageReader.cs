namespace LocalDapr.Runtime.PubSub.Delivery;

/// <summary>Reads what a group has not finished, in the order of the log, as single messages or in the batches of a bulk subscription.</summary>
internal sealed class MessageReader(TopicLog log, ConsumerGroup group, ConsumerOptions options, TimeProvider time)
{
    private const int ReadAhead = 256;

    private readonly int _limit = Math.Max(ReadAhead, options.MaxBatch);
    private long _after = -1;

    /// <summary>Waits until there is something to deliver; in a bulk subscription, until a batch is full or its time is over.</summary>
    public async Task<IEnumerable<Message[]>> NextAsync(CancellationToken cancellationToken)
    {
        List<Message> messages;
        while ((messages = log.Read(group, _after, _limit)).Count == 0)
            await group.WaitAsync(cancellationToken);

        if (messages.Count < options.MaxBatch)
        {
            await FillAsync(cancellationToken);
            messages = log.Read(group, _after, _limit);
        }

        _after = messages[^1].Offset;
        return messages.Chunk(options.MaxBatch);
    }

    private async Task FillAsync(CancellationToken cancellationToken)
    {
        using var timeout = new CancellationTokenSource(options.MaxBatchWait, time);
        using var filled = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
        try
        {
            while (log.Read(group, _after, options.MaxBatch).Count < options.MaxBatch)
                await group.WaitAsync(filled.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            // The time is over: a smaller batch goes out.
        }
    }
}
