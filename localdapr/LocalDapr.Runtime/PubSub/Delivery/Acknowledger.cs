using System.Threading.Channels;
using LocalDapr.Storage;
using Microsoft.Extensions.Logging;

namespace LocalDapr.Runtime.PubSub.Delivery;

/// <summary>
/// Makes durable which messages a group has finished. Each commit takes all that finished while the one before was under way, so the commits
/// adapt to the load. What is not acknowledged when the process ends is delivered again.
/// </summary>
internal sealed partial class Acknowledger : IAsyncDisposable
{
    private readonly Channel<long> _finished = Channel.CreateUnbounded<long>(new UnboundedChannelOptions { SingleReader = true });
    private readonly TopicLog _log;
    private readonly ConsumerGroup _group;
    private readonly ILogger _logger;
    private readonly Task _running;

    public Acknowledger(TopicLog log, ConsumerGroup group, ILogger logger)
    {
        (_log, _group, _logger) = (log, group, logger);
        _running = Task.Run(RunAsync);
    }

    /// <summary>Hands messages over to be acknowledged.</summary>
    public void Finish(IEnumerable<Message> messages)
    {
        foreach (var message in messages)
            _finished.Writer.TryWrite(message.Offset);
    }

    /// <summary>Ends when all that was handed over is durable.</summary>
    public async ValueTask DisposeAsync()
    {
        _finished.Writer.TryComplete();
        await _running;
    }

    private async Task RunAsync()
    {
        var offsets = new List<long>();
        try
        {
            while (await _finished.Reader.WaitToReadAsync())
            {
                while (_finished.Reader.TryRead(out var offset))
                    offsets.Add(offset);
                await _log.AcknowledgeAsync(_group, offsets);
                offsets.Clear();
            }
        }
        catch (StoreFailedException exception)
        {
            LogFailed(_group.Name, exception.Message);
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "What {AppId} has finished cannot be written, and will be delivered again: {Reason}")]
    private partial void LogFailed(string appId, string reason);
}
