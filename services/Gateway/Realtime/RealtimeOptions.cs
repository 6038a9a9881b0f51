using Microsoft.Extensions.Options;

namespace Platform.Gateway.Realtime;

/// <summary>Settings of the section <c>Gateway:Realtime</c>.</summary>
internal sealed class RealtimeOptions
{
    public const string Section = "Gateway:Realtime";

    /// <summary>How often a silent client is pinged.</summary>
    public TimeSpan HeartbeatInterval { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>How long a client may take to answer a ping before its connection counts as dead.</summary>
    public TimeSpan HeartbeatTimeout { get; set; } = TimeSpan.FromSeconds(20);

    /// <summary>How long a client may be connected without saying who it is.</summary>
    public TimeSpan AuthenticationTimeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>How long a connection that is being closed may take, before it is cut off.</summary>
    public TimeSpan CloseTimeout { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>The largest message of a client, in bytes.</summary>
    public int MaxMessageSize { get; set; } = 16 * 1024;

    /// <summary>The most channels of one socket.</summary>
    public int MaxChannels { get; set; } = 100;

    /// <summary>The most sockets of one user on this replica.</summary>
    public int MaxSocketsPerUser { get; set; } = 20;

    /// <summary>The most sockets of this replica.</summary>
    public int MaxSockets { get; set; } = 50_000;

    /// <summary>The most bytes that may wait to be sent to one client. A client that falls behind further is dropped, and resumes.</summary>
    public int MaxQueuedBytes { get; set; } = 256 * 1024;

    /// <summary>Clients of a replica that ends are told to come back at a random time within this.</summary>
    public TimeSpan ReconnectSpread { get; set; } = TimeSpan.FromSeconds(10);
}

/// <summary>Collects every mistake, so that one start tells them all.</summary>
internal sealed class RealtimeOptionsValidator : IValidateOptions<RealtimeOptions>
{
    public ValidateOptionsResult Validate(string? name, RealtimeOptions options)
    {
        var errors = new List<string>();
        void Check(bool isRight, string error)
        {
            if (!isRight) errors.Add($"{RealtimeOptions.Section}:{error}");
        }
        Check(options.HeartbeatInterval > TimeSpan.Zero, "HeartbeatInterval must be positive.");
        Check(options.HeartbeatTimeout > TimeSpan.Zero, "HeartbeatTimeout must be positive.");
        Check(options.AuthenticationTimeout > TimeSpan.Zero, "AuthenticationTimeout must be positive.");
        Check(options.CloseTimeout > TimeSpan.Zero && options.CloseTimeout <= TimeSpan.FromSeconds(15), "CloseTimeout must be within 15 s.");
        Check(options.MaxMessageSize is >= 8192 and <= 1024 * 1024, "MaxMessageSize must be within 8 KiB, for tokens, and 1 MiB.");
        Check(options.MaxChannels > 0, "MaxChannels must be positive.");
        Check(options.MaxSocketsPerUser > 0, "MaxSocketsPerUser must be positive.");
        Check(options.MaxSockets > 0, "MaxSockets must be positive.");
        Check(options.MaxQueuedBytes >= 64 * 1024, "MaxQueuedBytes must be at least 64 KiB.");
        Check(options.ReconnectSpread >= TimeSpan.Zero, "ReconnectSpread must not be negative.");
        return errors.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(errors);
    }
}
