namespace LocalDapr.Http2;

/// <summary>How an <see cref="Http2Handler"/> behaves.</summary>
public sealed record Http2HandlerOptions
{
    /// <summary>How long the server may take to accept a connection. How long it takes to speak after that is for whoever waits for an answer to bound.</summary>
    public TimeSpan ConnectTimeout { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>
    /// How long a connection without requests is used again. Less than the server keeps it (130 s in Kestrel), so that no request meets a connection that is
    /// just being closed.
    /// </summary>
    public TimeSpan IdleTimeout { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>Most bytes of an answer's headers, and of its trailers, with 32 more for each field.</summary>
    public int MaxHeaderListBytes { get; init; } = 64 * 1024;

    /// <summary>The clock of the timeouts.</summary>
    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;
}
