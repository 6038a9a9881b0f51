namespace Platform.Gateway.Realtime.Channels;

/// <summary>Somebody who listens to channels.</summary>
internal interface IListener
{
    /// <summary>Who it is; empty for somebody who has not signed in.</summary>
    string UserId { get; }

    /// <summary>Hands over a message. Never waits.</summary>
    void Send(ReadOnlyMemory<byte> message);
}
