using Platform.Hosting.Calls;
using Platform.Hosting.Failures;
using Platform.RateLimit.Domain.Counters;

namespace Platform.RateLimit.Shards;

/// <summary>The way to one shard: questions that come while it is busy go to it together, and share its turn and what that stores.</summary>
internal sealed partial class ShardQueue
{
    private const int MaxBatch = 512;
    private const int MaxAttempts = 2;
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(4);

    private readonly IShardActor _shard;
    private readonly ILogger _logger;
    private readonly CallCoalescer<Asked, CounterAnswer> _questions;

    public ShardQueue(IShardActor shard, ILogger logger)
    {
        _shard = shard;
        _logger = logger;
        _questions = new CallCoalescer<Asked, CounterAnswer>(MaxBatch, maxCalls: 1, SendAsync);
    }

    /// <inheritdoc cref="ShardMap.AskAsync" />
    public Task<CounterAnswer> AskAsync(string key, CounterLimits limits, CounterQuestion question) => _questions.AskAsync(new Asked(key, limits, question));

    private async Task<IReadOnlyList<CounterAnswer>> SendAsync(IReadOnlyList<Asked> batch)
    {
        var call = ToCall(batch);
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                using var limit = new CancellationTokenSource(Timeout);
                return await _shard.AskAsync(call, limit.Token);
            }
#pragma warning disable CA1031 // Whatever it is, those who asked are told that the shard is away.
            catch (Exception failure)
#pragma warning restore CA1031
            {
                // The shard may be moving to another instance. Asked twice it may count twice, never less.
                if (attempt == MaxAttempts || failure is OperationCanceledException)
                {
                    LogUnreachable(_logger, batch.Count, failure);
                    throw new UnavailableException("COUNTERS_UNAVAILABLE", "The owner of a counter cannot be reached.");
                }
            }
        }
    }

    private static ShardCall ToCall(IReadOnlyList<Asked> batch)
    {
        var limits = new Dictionary<CounterLimits, int>(ReferenceEqualityComparer.Instance);
        var questions = new ShardQuestion[batch.Count];
        for (var i = 0; i < questions.Length; i++)
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

    private readonly record struct Asked(string Key, CounterLimits Limits, CounterQuestion Question);
}
