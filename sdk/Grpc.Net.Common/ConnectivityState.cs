namespace Grpc.Core;

/// <summary>The state of a channel's connections.</summary>
public enum ConnectivityState
{
    /// <summary>Nothing is connected, nobody asked for it.</summary>
    Idle,

    /// <summary>A connection is being made.</summary>
    Connecting,

    /// <summary>Calls can be made.</summary>
    Ready,

    /// <summary>Connecting failed and will be tried again.</summary>
    TransientFailure,

    /// <summary>The channel is shut down.</summary>
    Shutdown,
}
