namespace Grpc.Net.Client.Internal;

/// <summary>The requests of a call as the body of its HTTP requests: the same object serves every attempt.</summary>
internal interface IRequestContent
{
    /// <summary>The body.</summary>
    HttpContent Body { get; }

    /// <summary>Whether everything sent so far can be sent again.</summary>
    bool CanRepeat { get; }

    /// <summary>The last attempt has begun: nothing needs to be kept.</summary>
    void OnCommitted();

    /// <summary>The call is over.</summary>
    void OnFinished();
}
