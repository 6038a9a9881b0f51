using Platform.Hosting;
using Platform.Hosting.Failures;
using Platform.RateLimit.Domain.Counters;

namespace Platform.RateLimit.Shards;

/// <summary>
/// Questions that wait for one shard. While a call is under way the next ones gather, and go together: under load a turn of the shard, and what it
/// stores, is shared by many questions, and without load nobody waits.
/// </summary>
internal sealed partial class ShardQueue(IShardActor shard, ILogger logger)
{
    private const int MaxBatch = 512;
    private const int MaxAttempts = 2;
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(4);

    private readonly Lock _lock = new();
    private List<Waiting> _waiting = [];
    private bool _isSending;

    /// <inheritdoc cref="ShardMap.AskAsync" />
    public Task<CounterAnswer> AskAsync(string key, CounterLimits limits, CounterQuestion question)
    {
        var waiting = new Waiting(key, limits, question);
        lock (_lock)
        {
            _waiting.Add(waiting);
            if (_isSending)
            {
                return waiting.Answer.Task;
            }

            _isSending = true;
        }

        _ = SendAllAsync();
        return waiting.Answer.Task;
    }

    private async Task SendAllAsync()
    {
        // Others wait for this too: it must not end with the call that began it.
        CurrentCall.Leave();
        while (Next() is { } batch)
        {
            foreach (var part in batch.Chunk(MaxBatch))
            {
                await SendAsync(part);
            }
        }
    }

    private List<Waiting>? Next()
    {
        lock (_lock)
        {
            if (_waiting.Count == 0)
            {
                _isSending = false;
                return null;
            }

            var batch = _waiting;
            _waiting = [];
            return batch;
        }
    }

    private async Task SendAsync(Waiting[] batch)
    {
        var call = ToCall(batch);
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                using var limit = new CancellationTokenSource(Timeout);
                var answers = await shard.AskAsync(call, limit.Token);
                for (var i = 0; i < batch.Length; i++)
                {
                    batch[i].Answer.SetResult(answers[i]);
                }

                return;
            }
#pragma warning disable CA1031 // Whatever it is, it is told to those who wait.
            catch (Exception failure)
#pragma warning restore CA1031
            {
                // The shard may be moving to another instance. Asked twice it may count twice, never less.
                if (attempt < MaxAttempts && failure is not OperationCanceledException)
                {
                    continue;
                }

                LogUnreachable(logger, batch.Length, failure);
                Array.ForEach(batch, waiting => waiting.Answer.SetException(
                    new UnavailableException("COUNTERS_UNAVAILABLE", "The owner of a counter cannot be reached.")));
                return;
            }
        }
    }

    private static ShardCall ToCall(Waiting[] batch)
    {
        var limits = new Dictionary<CounterLimits, int>(ReferenceEqualityComparer.Instance);
        var questions = new ShardQuestion[batch.Length];
        for (var i = 0; i < batch.Length; i++)
        {
            if (!limits.TryGetValue(batch[i].Limits, out var index))
            {
                limits[batch[i].Limits] = index = limits.Count;
            }

            questions[i] = new ShardQuestion(batch[i].Key, index, batch[i].Question);
        }

        return new ShardCall([.. limits.Keys], questions);
    }

    [LoggerMessage(1, LogLevel.Warning, "{Count} questions could not be put to their shard")]
    private static partial void LogUnreachable(ILogger logger, int count, Exception failure);

    private sealed record Waiting(string Key, CounterLimits Limits, CounterQuestion Question)
    {
        public TaskCompletionSource<CounterAnswer> Answer { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
