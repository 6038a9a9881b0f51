namespace LocalDapr.Http2;

/// <summary>What a connection keeps of a stream, under its lock.</summary>
internal sealed class StreamState
{
    public int Id { get; set; }

    /// <summary>How many bytes the server takes; less than none after it has changed its mind.</summary>
    public long SendWindow { get; set; }

    /// <summary>How many bytes the server may send.</summary>
    public int ReceiveWindow { get; set; } = Http2Stream.ReceiveLimit;

    /// <summary>Whether what is written waits until the beginning of the request is whole, to leave in one piece with it.</summary>
    public bool IsStarting { get; set; } = true;

    /// <summary>The last frame that was written, and in which batch of frames.</summary>
    public (int Batch, int Start) LastFrame { get; set; }

    public bool IsRequestEnded { get; set; }

    public bool IsResponseEnded { get; set; }

    /// <summary>Whether both sides have ended.</summary>
    public bool IsDone => IsRequestEnded && IsResponseEnded;

    /// <summary>Whether it is among those to be shown what has come; belongs to the one who receives.</summary>
    public bool IsTouched { get; set; }
}
