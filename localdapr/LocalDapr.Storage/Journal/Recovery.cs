using LocalDapr.Storage.Trees;

namespace LocalDapr.Storage.Journal;

/// <summary>
/// Rebuilds the dataset from the newest snapshot and the journal after it. The journal is applied up to the first damage, so
/// what comes out is a state that existed; everything behind it is moved aside, never deleted. A snapshot has no order to
/// keep, so all of its intact records are used.
/// </summary>
internal sealed class Recovery(StoreDirectory directory)
{
    private readonly DatasetEditor _editor = new(Dataset.Empty);
    private readonly List<Damage> _damages = [];
    private ulong _sequence;
    private long _snapshotEntries;
    private long _journalRecords;

    /// <summary>Size of the snapshot that was read.</summary>
    public long SnapshotBytes { get; private set; }

    /// <summary>True when the snapshot is damaged and should be written anew.</summary>
    public bool IsSnapshotDamaged { get; private set; }

    public (Dataset Dataset, RecoveryReport Report) Run(TimeProvider time)
    {
        var started = time.GetTimestamp();
        directory.DeleteTemporaries();
        ReadSnapshot();
        ReplayJournal();
        var report = new RecoveryReport(_snapshotEntries, _journalRecords, _sequence, time.GetElapsedTime(started), _damages);
        return (_editor.Publish(_sequence), report);
    }

    private void ReadSnapshot()
    {
        var snapshots = directory.Snapshots;
        if (snapshots.Count == 0)
            return;
        foreach (var superseded in snapshots.SkipLast(1))
            File.Delete(superseded.Path);
        var snapshot = snapshots[^1];
        _sequence = snapshot.Sequence;
        using var reader = new RecordReader(snapshot.Path);
        SnapshotBytes = reader.Length;
        if (!reader.HasValidHeader(FileHeader.SnapshotMagic, snapshot.Sequence))
            DamagedSnapshot(snapshot, 0, 0, "the file header is damaged");
        ReadSnapshotRecords(snapshot, reader);
    }

    private void ReadSnapshotRecords(SequencedFile snapshot, RecordReader reader)
    {
        var decoder = new RecordDecoder(_editor);
        var isComplete = false;
        while (true)
        {
            var damagedAt = reader.Position;
            switch (reader.TryRead(out var ordinal, out var payload))
            {
                case ReadOutcome.Record:
                    isComplete = payload.IsEmpty;
                    _snapshotEntries += decoder.Apply(ordinal, payload);
                    break;
                case ReadOutcome.Damage:
                    var reason = reader.DamageReason;
                    isComplete |= !reader.TryResynchronize();
                    DamagedSnapshot(snapshot, damagedAt, reader.Position - damagedAt, reason);
                    break;
                case ReadOutcome.End when isComplete:
                    return;
                case ReadOutcome.End:
                    DamagedSnapshot(snapshot, reader.Length, 0, "the snapshot ends early");
                    return;
            }
        }
    }

    private void DamagedSnapshot(SequencedFile snapshot, long offset, long bytes, string reason)
    {
        // The whole file is kept once: the next compaction replaces it.
        var preserved = IsSnapshotDamaged ? _damages[0].PreservedAs : directory.Preserve(snapshot, 0, SnapshotBytes);
        IsSnapshotDamaged = true;
        _damages.Add(new Damage(snapshot.Name, offset, bytes, reason, 0, IsTornTail: false, preserved));
    }

    private void ReplayJournal()
    {
        var segments = directory.Segments;
        var snapshotSequence = _sequence;
        var isBroken = false;
        for (var i = 0; i < segments.Count; i++)
        {
            // A compaction that was interrupted after its snapshot left segments which the snapshot contains.
            var isSuperseded = i + 1 < segments.Count && segments[i + 1].Sequence <= snapshotSequence + 1;
            if (isSuperseded)
                File.Delete(segments[i].Path);
            else
                isBroken = isBroken ? Drop(segments[i], "it follows damage") : !ReplaySegment(segments[i]);
        }

        directory.Sync();
    }

    /// <returns>True when the whole segment was applied.</returns>
    private bool ReplaySegment(SequencedFile segment)
    {
        if (segment.Sequence != _sequence + 1)
            return !Drop(segment, $"it starts with sequence {segment.Sequence} where {_sequence + 1} is expected");
        using var reader = new RecordReader(segment.Path);
        if (reader.Length > 0 && !reader.HasValidHeader(FileHeader.JournalMagic, segment.Sequence))
            Repair(segment, Math.Min(reader.Length, FileHeader.Size));
        var before = _journalRecords;
        var isWhole = ReplayRecords(segment, reader);
        if (_journalRecords == before)
            File.Delete(segment.Path); // The next segment will have the same first sequence, thus the same name.
        return isWhole;
    }

    private bool ReplayRecords(SequencedFile segment, RecordReader reader)
    {
        var decoder = new RecordDecoder(_editor);
        while (true)
        {
            var offset = reader.Position;
            switch (reader.TryRead(out var sequence, out var payload))
            {
                case ReadOutcome.End:
                    return true;
                case ReadOutcome.Damage:
                    return Cut(segment, reader, offset, reader.DamageReason);
                case ReadOutcome.Record when sequence != _sequence + 1:
                    return Cut(segment, reader, offset, $"sequence {sequence} where {_sequence + 1} is expected");
                default:
                    decoder.Apply(sequence, payload);
                    _sequence = sequence;
                    _journalRecords++;
                    break;
            }
        }
    }

    /// <summary>Preserves and removes everything of the segment from the offset on.</summary>
    private bool Cut(SequencedFile segment, RecordReader reader, long offset, string reason)
    {
        reader.Position = offset;
        var readable = CountReadable(reader);
        var preserved = directory.Preserve(segment, offset, reader.Length - offset);
        using (var file = new FileStream(segment.Path, FileMode.Open, FileAccess.Write, FileShare.ReadWrite))
        {
            file.SetLength(offset);
            file.Flush(flushToDisk: true);
        }

        _damages.Add(new Damage(segment.Name, offset, reader.Length - offset, reason, readable, IsTornTail: readable == 0, preserved));
        return false;
    }

    /// <summary>Moves a whole segment aside.</summary>
    private bool Drop(SequencedFile segment, string reason)
    {
        using var reader = new RecordReader(segment.Path);
        var readable = CountReadable(reader);
        var preserved = directory.Preserve(segment, 0, reader.Length);
        File.Delete(segment.Path);
        _damages.Add(new Damage(segment.Name, 0, reader.Length, reason, readable, IsTornTail: false, preserved));
        return true;
    }

    /// <summary>
    /// Writes the header of a segment anew from its name. The records carry their own sequences and checksums, so a damaged header costs none.
    /// </summary>
    private void Repair(SequencedFile segment, long bytes)
    {
        var preserved = directory.Preserve(segment, 0, bytes);
        Span<byte> header = stackalloc byte[FileHeader.Size];
        FileHeader.Write(header, FileHeader.JournalMagic, segment.Sequence);
        using var file = new FileStream(segment.Path, FileMode.Open, FileAccess.Write, FileShare.ReadWrite);
        file.Write(header);
        file.Flush(flushToDisk: true);
        var isTornTail = bytes < FileHeader.Size;
        _damages.Add(new Damage(segment.Name, 0, bytes, "the file header is damaged", 0, isTornTail, preserved));
    }

    private static long CountReadable(RecordReader reader)
    {
        var count = 0L;
        while (true)
        {
            switch (reader.TryRead(out _, out _))
            {
                case ReadOutcome.Record:
                    count++;
                    break;
                case ReadOutcome.Damage when reader.TryResynchronize():
                    break;
                default:
                    return count;
            }
        }
    }
}
