using LocalDapr.Storage.Journal;
using LocalDapr.Storage.Trees;
using Microsoft.Extensions.Logging;

namespace LocalDapr.Storage.Commits;

/// <summary>
/// The one writer of the store. Commits that wait together become one group: one write, one fsync, one published dataset. A
/// thread of its own, because it spends its life blocked in fsync, which would starve the thread pool.
/// </summary>
internal sealed partial class CommitThread : IDisposable
{
    // Bounds the memory of a group, and how long its first commit waits for the last one.
    private const int GroupBytes = 8 << 20;

    private readonly object _gate = new();
    private readonly JournalWriter? _journal;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly RecordBuilder _records = new();
    private readonly Thread _thread;
    private List<PendingCommit> _waiting = [];
    private TaskCompletionSource<Dataset>? _roll;
    private bool _isStopping;
    private Exception? _failure;
    private volatile Dataset _current;
    private long _commits;
    private long _groups;

    public CommitThread(Dataset dataset, JournalWriter? journal, TimeProvider time, ILogger logger)
    {
        _current = dataset;
        _journal = journal;
        _time = time;
        _logger = logger;
        _thread = new Thread(Run) { IsBackground = true, Name = "store commits" };
        _thread.Start();
    }

    public Dataset Current => _current;

    public long Commits => Volatile.Read(ref _commits);

    public long Groups => Volatile.Read(ref _groups);

    public Task<CommitResult> CommitAsync(Batch batch)
    {
        var commit = new PendingCommit(batch);
        lock (_gate)
        {
            ThrowIfUnusable();
            _waiting.Add(commit);
            if (_waiting.Count == 1)
                Monitor.Pulse(_gate);
        }

        return commit.Task;
    }

    /// <summary>Starts a new journal segment between two groups, one caller at a time.</summary>
    /// <returns>The dataset that all older segments lead to.</returns>
    public Task<Dataset> RollAsync()
    {
        lock (_gate)
        {
            ThrowIfUnusable();
            _roll = new TaskCompletionSource<Dataset>(TaskCreationOptions.RunContinuationsAsynchronously);
            Monitor.Pulse(_gate);
            return _roll.Task;
        }
    }

    /// <summary>Refuses new commits, finishes those that wait and ends the thread.</summary>
    public void Dispose()
    {
        lock (_gate)
        {
            _isStopping = true;
            Monitor.Pulse(_gate);
        }

        _thread.Join();
    }

    private void ThrowIfUnusable()
    {
        ObjectDisposedException.ThrowIf(_isStopping, typeof(KeyValueStore));
        if (_failure is not null)
            throw new StoreFailedException(_failure);
    }

    private void Run()
    {
        var group = new List<PendingCommit>();
        while (TakeWaiting(ref group, out var roll))
        {
            try
            {
                for (var done = 0; done < group.Count;)
                    done += Write(group, done);
                if (roll is not null)
                    Roll(roll);
            }
            catch (Exception exception)
            {
                Fail(exception, group, roll);
            }

            group.Clear();
        }
    }

    private bool TakeWaiting(ref List<PendingCommit> group, out TaskCompletionSource<Dataset>? roll)
    {
        lock (_gate)
        {
            while (_waiting.Count == 0 && _roll is null && !_isStopping)
                Monitor.Wait(_gate);
            (_waiting, group) = (group, _waiting);
            (_roll, roll) = (null, _roll);
            return group.Count > 0 || roll is not null;
        }
    }

    /// <returns>How many commits from <paramref name="first"/> on are now done.</returns>
    private int Write(List<PendingCommit> commits, int first)
    {
        _records.Clear();
        var group = new CommitGroup(_current, _records, _time);
        var end = first;
        for (; end < commits.Count && _records.Written.Length < GroupBytes; end++)
            commits[end].Outcome = group.Add(commits[end].Batch);
        if (group.HasChanges)
        {
            _journal?.Append(_records.Written, group.NextSequence);
            _current = group.Publish();
            Interlocked.Increment(ref _groups);
        }

        Interlocked.Add(ref _commits, end - first);
        for (var i = first; i < end; i++)
            commits[i].SetResult(commits[i].Outcome);
        return end - first;
    }

    private void Roll(TaskCompletionSource<Dataset> roll)
    {
        _journal?.Roll(_current.Sequence + 1);
        roll.SetResult(_current);
    }

    private void Fail(Exception exception, List<PendingCommit> group, TaskCompletionSource<Dataset>? roll)
    {
        LogJournalFailed(exception);
        var late = new List<PendingCommit>();
        lock (_gate)
        {
            _failure = exception;
            (_waiting, late) = (late, _waiting);
        }

        foreach (var commit in group.Concat(late))
            commit.TrySetException(new StoreFailedException(exception));
        roll?.TrySetException(new StoreFailedException(exception));
    }

    [LoggerMessage(1, LogLevel.Critical, "The journal could not be written: the store refuses commits from now on")]
    private partial void LogJournalFailed(Exception exception);
}
