namespace Platform.Gateway.Realtime.Channels;

/// <summary>Somebody who listens to channels.</summary>
internal interface IListener
{
    /// <summary>Hands over a message. Never waits.</summary>
    void Send(ReadOnlyMemory<byte> message);
}
