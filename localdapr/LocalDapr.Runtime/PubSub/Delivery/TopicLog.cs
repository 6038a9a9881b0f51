using LocalDapr.Storage;

namespace LocalDapr.Runtime.PubSub.Delivery;

/// <summary>
/// The durable log of one topic and the consumer groups that read it. A message stays until every group has acknowledged it.
/// While a topic has no group it keeps its newest <see cref="RetainedWithoutGroups"/> messages, so that a subscriber which
/// starts after the publisher misses nothing and a topic that nobody reads does not grow; so does a group of streams while none is there.
/// </summary>
/// <remarks>
/// The store applies commits in the order in which they were handed over, so handing them over under the lock makes offsets
/// become readable in order, and the last record of a group the newest.
/// </remarks>
internal sealed class TopicLog
{
    public const int RetainedWithoutGroups = 10_000;

    private const string Messages = "pubsub.messages";
    private const string Groups = "pubsub.groups";

    private readonly Lock _lock = new();
    private readonly KeyValueStore _store;
    private readonly string _prefix;
    private readonly Dictionary<string, ConsumerGroup> _groups = [];
    private long _first;
    private long _applied;
    private long _next;

    /// <summary>Opens the log as the store holds it; an unknown topic is empty.</summary>
    public TopicLog(KeyValueStore store, string component, string topic)
    {
        _store = store;
        _prefix = $"{component}\0{topic}\0";
        foreach (var (key, entry) in store.Scan(Groups, _prefix))
            AddGroup(key[_prefix.Length..], OffsetSet.Decode(entry.Value.Span), isLasting: true);

        var afterLast = store.Scan(Messages, _prefix).Select(entry => OffsetOf(entry.Key) + 1).LastOrDefault();
        _next = Math.Max(afterLast, _groups.Values.Select(group => group.Finished.End).DefaultIfEmpty().Max());
        _applied = _next;
        _first = OldestHeld();
    }

    /// <summary>All groups of all topics in a store.</summary>
    public static IEnumerable<(string Component, string Topic, string Group)> AllGroups(KeyValueStore store) =>
        store.Scan(Groups).Select(entry => entry.Key.Split('\0')).Select(parts => (parts[0], parts[1], parts[2]));

    /// <summary>Appends messages, all or none. Ends when they are durable; giving up waiting does not undo it.</summary>
    public Task AppendAsync(IReadOnlyList<ReadOnlyMemory<byte>> messages, CancellationToken cancellationToken) =>
        AppendAsync(messages, new Batch()).WaitAsync(cancellationToken);

    /// <summary>Appends messages in one commit with other writes.</summary>
    /// <param name="messages">The messages; none is a commit of the other writes alone.</param>
    /// <param name="batch">The other writes.</param>
    /// <returns>False if a precondition of the other writes did not hold: then nothing was appended either.</returns>
    public async Task<bool> AppendAsync(IReadOnlyList<ReadOnlyMemory<byte>> messages, Batch batch)
    {
        Task<CommitResult> commit;
        long first, end;
        lock (_lock)
        {
            first = _next;
            foreach (var message in messages)
                batch.Put(Messages, KeyOf(_next++), message);
            if (_groups.Count == 0)
                DropOldest(batch);
            end = _next;
            commit = _store.CommitAsync(batch, CancellationToken.None);
        }

        var isCommitted = false;
        try
        {
            return isCommitted = (await commit).IsCommitted;
        }
        finally
        {
            Appended(first, end, isCommitted);
        }
    }

    private void Appended(long first, long end, bool isCommitted)
    {
        lock (_lock)
        {
            _applied = Math.Max(_applied, end);
            if (!isCommitted)
                _first = Math.Min(_first, OldestHeld());
            foreach (var group in _groups.Values)
            {
                // Offsets that no message has are finished, so that they do not tear the ranges of the finished ones.
                for (var offset = first; offset < end && !isCommitted; offset++)
                    group.Finished.Add(offset);
                group.Signal();
                if (group is { IsOfStreams: true, IsAttached: false } && _next - group.Finished.FirstMissing > RetainedWithoutGroups)
                    _ = AcknowledgeAsync(group, [.. Unfinished(group, _next - RetainedWithoutGroups)]);
            }
        }
    }

    /// <summary>What a group has not finished below an offset.</summary>
    private static IEnumerable<long> Unfinished(ConsumerGroup group, long end)
    {
        for (var offset = group.Finished.FirstMissing; offset < end; offset++)
        {
            if (!group.Finished.Contains(offset))
                yield return offset;
        }
    }

    /// <summary>Finds or founds a group. A new one begins with the oldest message that the log still holds.</summary>
    /// <param name="name">The group.</param>
    /// <param name="isLasting">Whether it is kept over restarts.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    public async Task<ConsumerGroup> JoinAsync(string name, bool isLasting, CancellationToken cancellationToken)
    {
        Task commit;
        ConsumerGroup? group;
        lock (_lock)
        {
            if (_groups.TryGetValue(name, out group))
                return group;
            group = AddGroup(name, new OffsetSet(OldestHeld()), isLasting);
            if (!isLasting)
                return group;
            commit = _store.CommitAsync(new Batch().Put(Groups, _prefix + name, group.Finished.Encode()), CancellationToken.None);
        }

        await commit.WaitAsync(cancellationToken);
        return group;
    }

    /// <summary>Dissolves a group whose app does not subscribe any more, and drops the messages that only it still wanted.</summary>
    public Task LeaveAsync(string name)
    {
        lock (_lock)
        {
            if (!_groups.Remove(name))
                return Task.CompletedTask;
            var batch = new Batch().Delete(Groups, _prefix + name);
            var held = _store.Scan(Messages, _prefix).Select(entry => OffsetOf(entry.Key)).ToList();
            _first = OldestHeld();
            if (_groups.Count == 0)
                DropOldest(batch);
            else
                DropFinished(batch, held);
            return _store.CommitAsync(batch);
        }
    }

    /// <summary>The next messages after an offset that the group has not finished.</summary>
    public List<Message> Read(ConsumerGroup group, long after, int limit)
    {
        var from = after < 0 ? null : KeyOf(after);
        lock (_lock)
        {
            return [.. _store.Scan(Messages, _prefix, from)
                .Select(entry => new Message(OffsetOf(entry.Key), entry.Value.Value))
                .Where(message => !group.Finished.Contains(message.Offset))
                .Take(limit)];
        }
    }

    /// <summary>Marks messages as finished by the group and drops those that every group has finished, in one commit.</summary>
    public Task AcknowledgeAsync(ConsumerGroup group, IReadOnlyList<long> offsets)
    {
        lock (_lock)
        {
            foreach (var offset in offsets)
                group.Finished.Add(offset);
            if (!_groups.ContainsKey(group.Name))
                return Task.CompletedTask;
            var batch = new Batch();
            if (group.IsLasting)
                batch.Put(Groups, _prefix + group.Name, group.Finished.Encode());
            DropFinished(batch, offsets);
            return _store.CommitAsync(batch);
        }
    }

    /// <summary>How far each group is behind.</summary>
    public IReadOnlyList<GroupLag> ReadLags()
    {
        lock (_lock)
        {
            return [.. _groups.Values.Select(group => new GroupLag(
                group.Name,
                _applied - group.Finished.Count,
                Read(group, group.Finished.FirstMissing - 1, limit: 1) is [var oldest, ..] ? oldest : null,
                group.Counts))];
        }
    }

    /// <summary>Messages in the log.</summary>
    public int Count => _store.Scan(Messages, _prefix).Count();

    private void DropFinished(Batch batch, IReadOnlyList<long> offsets)
    {
        foreach (var offset in offsets)
        {
            if (_groups.Values.All(group => group.Finished.Contains(offset)))
                batch.Delete(Messages, KeyOf(offset));
        }
    }

    private void DropOldest(Batch batch)
    {
        for (; _next - _first > RetainedWithoutGroups; _first++)
            batch.Delete(Messages, KeyOf(_first));
    }

    /// <summary>The first message in the store; when there is none, the first that is on its way there.</summary>
    private long OldestHeld() =>
        _store.Scan(Messages, _prefix, limit: 1).Select(entry => OffsetOf(entry.Key)).DefaultIfEmpty(_applied).First();

    private ConsumerGroup AddGroup(string name, OffsetSet finished, bool isLasting) =>
        _groups[name] = new ConsumerGroup(name, finished, isLasting);

    private string KeyOf(long offset) => $"{_prefix}{offset:x16}";

    private static long OffsetOf(string key) => long.Parse(key.AsSpan(key.Length - 16), System.Globalization.NumberStyles.HexNumber);
}
