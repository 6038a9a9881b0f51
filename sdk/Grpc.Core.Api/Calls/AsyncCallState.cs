namespace Grpc.Core;

/// <summary>
/// What the four call objects share: how to ask the call for headers, status and trailers and how to end it. The callbacks come
/// either with a state object (static delegates, no allocation per call) or without one.
/// </summary>
internal readonly struct AsyncCallState
{
    private readonly object _responseHeaders;
    private readonly Delegate _getStatus;
    private readonly Delegate _getTrailers;
    private readonly Delegate _dispose;
    private readonly object? _state;

    internal AsyncCallState(Task<Metadata> responseHeaders, Func<Status> getStatus, Func<Metadata> getTrailers, Action dispose)
    {
        _responseHeaders = responseHeaders;
        _getStatus = getStatus;
        _getTrailers = getTrailers;
        _dispose = dispose;
    }

    internal AsyncCallState(
        Func<object, Task<Metadata>> responseHeaders,
        Func<object, Status> getStatus,
        Func<object, Metadata> getTrailers,
        Action<object> dispose,
        object state)
    {
        _responseHeaders = responseHeaders;
        _getStatus = getStatus;
        _getTrailers = getTrailers;
        _dispose = dispose;
        _state = state;
    }

    internal Task<Metadata> ResponseHeadersAsync =>
        _responseHeaders is Func<object, Task<Metadata>> get ? get(_state!) : (Task<Metadata>)_responseHeaders;

    internal Status GetStatus() => _getStatus is Func<object, Status> get ? get(_state!) : ((Func<Status>)_getStatus)();

    internal Metadata GetTrailers() => _getTrailers is Func<object, Metadata> get ? get(_state!) : ((Func<Metadata>)_getTrailers)();

    internal void Dispose()
    {
        if (_dispose is Action<object> dispose)
        {
            dispose(_state!);
        }
        else
        {
            ((Action)_dispose)();
        }
    }
}
