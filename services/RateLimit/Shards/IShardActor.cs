using Dapr.Actors;
using Platform.RateLimit.Domain.Counters;

namespace Platform.RateLimit.Shards;

/// <summary>
/// Owns a shard of all counters: nobody else decides about them. An actor, so there is one of it, and its turns come one after the other.
/// </summary>
internal interface IShardActor : IActor
{
    /// <summary>Answers questions in their order. What they change is stored, all of it, before they are answered.</summary>
    Task<CounterAnswer[]> AskAsync(ShardCall call, CancellationToken cancellationToken = default);
}

/// <summary>Questions to one shard.</summary>
/// <param name="Limits">The limits of the counters, each once.</param>
/// <param name="Questions">The questions.</param>
internal sealed record ShardCall(IReadOnlyList<CounterLimits> Limits, IReadOnlyList<ShardQuestion> Questions);

/// <summary>A question about one counter.</summary>
/// <param name="Key">The counter.</param>
/// <param name="Limits">Its limits: an index into <see cref="ShardCall.Limits"/>.</param>
/// <param name="Question">The question.</param>
internal sealed record ShardQuestion(string Key, int Limits, CounterQuestion Question);
