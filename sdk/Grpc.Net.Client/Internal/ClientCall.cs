using Grpc.Core;
using Grpc.Shared;

namespace Grpc.Net.Client.Internal;

/// <summary>One call as its caller sees it: what ends it, and how it ended. The first outcome stays.</summary>
internal abstract class ClientCall : IDisposable
{
    // Longer timers do not exist; such a deadline is enforced by the server alone.
    private static readonly TimeSpan LongestTimer = TimeSpan.FromMilliseconds(uint.MaxValue - 1);

    private readonly Lock _lock = new();
    private readonly CancellationTokenSource _cancellation;
    private readonly CancellationTokenRegistration _callerRegistration;
    private readonly bool _sharesCancellation;
    private TaskCompletionSource<Metadata>? _headers;
    private HttpResponseMessage? _response;
    private IRequestContent? _content;
    private Status _status;
    private bool _hasOnlyTrailers;
    private bool _cancelledByCaller;
    private volatile bool _finished;

    /// <summary>For the channel's list of calls.</summary>
    internal ActiveCalls.Links Links;

    protected ClientCall(GrpcChannel channel, MethodInvocation method, MethodType type, in CallOptions options)
    {
        Channel = channel;
        Method = method;
        Options = options;
        if (options.Deadline is { Kind: not DateTimeKind.Utc } deadline && deadline != DateTime.MaxValue && deadline != DateTime.MinValue)
        {
            throw new InvalidOperationException("A deadline must be in UTC, or DateTime.MaxValue or DateTime.MinValue.");
        }

        // A token that timers, streams or credentials hold on to is not used for another call.
        _sharesCancellation = options.Deadline is null && type == MethodType.Unary && !HasCredentials;
        _cancellation = _sharesCancellation ? channel.Cancellations.Get() : CreateCancellation();
        Token = _cancellation.Token;
        channel.OnStarted(this);
        _callerRegistration = options.CancellationToken.UnsafeRegister(static call => ((ClientCall)call!).Cancel(), this);
    }

    /// <summary>Whether the call is over.</summary>
    public bool IsFinished => _finished;

    protected bool HasResponse => _response is not null;

    protected GrpcChannel Channel { get; }

    protected MethodInvocation Method { get; }

    protected ChannelSettings Settings => Channel.Settings;

    protected CallOptions Options { get; }

    /// <summary>Cancelled by the deadline, the caller's token and when the call is disposed.</summary>
    protected CancellationToken Token { get; }

    protected bool HasCredentials => Options.Credentials is not null || Settings.CallCredentials.Count > 0;

    /// <summary>The time until the deadline; null without one.</summary>
    protected TimeSpan? TimeLeft =>
        Options.Deadline is { } deadline && deadline != DateTime.MaxValue ? deadline - Settings.Clock.GetUtcNow().UtcDateTime : null;

    /// <summary>The response headers; fails when the call ends without them.</summary>
    public Task<Metadata> GetResponseHeadersAsync()
    {
        lock (_lock)
        {
            if (_headers is null)
            {
                _headers = new TaskCompletionSource<Metadata>(TaskCreationOptions.RunContinuationsAsynchronously);
                CompleteHeaders();
            }

            return _headers.Task;
        }
    }

    /// <summary>How the call ended.</summary>
    public Status GetStatus() =>
        _finished ? _status : throw new InvalidOperationException("The call is not over: it has no status yet.");

    /// <summary>The trailers; empty when the call ended without them.</summary>
    public Metadata GetTrailers() =>
        _finished ? ReadTrailers() : throw new InvalidOperationException("The call is not over: it has no trailers yet.");

    /// <summary>Cancels the call when it is not over.</summary>
    public void Cancel()
    {
        lock (_lock)
        {
            if (_finished || _cancellation.IsCancellationRequested)
            {
                return;
            }

            _cancelledByCaller = true;
        }

        try
        {
            _cancellation.Cancel();
        }
        catch (ObjectDisposedException)
        {
            // The call ended at this moment.
        }
    }

    public void Dispose()
    {
        Cancel();
        Finish(new Status(StatusCode.Cancelled, "The call was disposed."));
    }

    /// <summary>What to throw from a call that is over with another status than OK.</summary>
    public Exception GetError()
    {
        var status = GetStatus();
        var error = new RpcException(status, ReadTrailers());
        return Settings.ThrowOperationCanceled && Options.CancellationToken.IsCancellationRequested && status.StatusCode == StatusCode.Cancelled
            ? new OperationCanceledException(status.Detail, error, Options.CancellationToken)
            : Settings.ThrowOperationCanceled && status.StatusCode == StatusCode.DeadlineExceeded
                ? new OperationCanceledException(status.Detail, error)
                : error;
    }

    /// <summary>Ends the call because of an exception, and gives what to throw: the error of the call's first outcome.</summary>
    public Exception Fail(Exception cause)
    {
        Finish(ToStatus(cause));
        return GetError();
    }

    protected void Begin(IRequestContent content)
    {
        _content = content;
        if (_finished)
        {
            content.OnFinished();
        }
    }

    /// <summary>Takes the response of the last attempt; a call that is over with its headers ends.</summary>
    protected void Accept(HttpResponseMessage response, bool expectsMessage)
    {
        var early = ResponseMetadata.ReadEarlyStatus(response);
        lock (_lock)
        {
            _response = response;
            _hasOnlyTrailers = early is not null;
            if (_finished)
            {
                response.Dispose();
                return;
            }

            CompleteHeaders();
        }

        if (early is { } status)
        {
            Finish(expectsMessage ? OrMissingMessage(status) : status);
        }
    }

    /// <summary>Ends the call with the status of the trailers.</summary>
    protected void FinishFromTrailers(bool isMissingMessage)
    {
        var status = ResponseMetadata.ReadStatus(_response!.TrailingHeaders);
        Finish(isMissingMessage ? OrMissingMessage(status) : status);
    }

    protected void Finish(in Status status)
    {
        lock (_lock)
        {
            if (_finished)
            {
                return;
            }

            _status = status;
            _finished = true;
            CompleteHeaders();
        }

        Channel.OnFinished(this);
        _content?.OnFinished();
        _response?.Dispose();
        _callerRegistration.Unregister();
        ReleaseCancellation(status);
        if (status.StatusCode == StatusCode.OK)
        {
            Settings.RetryThrottle?.OnSuccess();
        }
        else
        {
            ClientLog.CallFailed(Channel.Logger, Method.FullName, status.StatusCode, status.DebugException);
        }
    }

    private CancellationTokenSource CreateCancellation() =>
        TimeLeft is { } left && left < LongestTimer
            ? new CancellationTokenSource(left > TimeSpan.Zero ? left : TimeSpan.Zero, Settings.Clock)
            : new CancellationTokenSource();

    // Only a call that ended well is surely done with its token.
    private void ReleaseCancellation(in Status status)
    {
        if (!_sharesCancellation)
        {
            _cancellation.Dispose();
        }
        else if (status.StatusCode == StatusCode.OK && !_cancelledByCaller)
        {
            Channel.Cancellations.Return(_cancellation);
        }
    }

    // A call that fails has no message and its status says why. Only OK without a message breaks the protocol.
    private static Status OrMissingMessage(in Status status) =>
        status.StatusCode == StatusCode.OK ? FrameErrors.MissingMessage().Status : status;

    private Status ToStatus(Exception cause)
    {
        if (_cancellation.IsCancellationRequested)
        {
            return _cancelledByCaller
                ? new Status(StatusCode.Cancelled, "The call was cancelled by the client.", cause)
                : new Status(StatusCode.DeadlineExceeded, "The deadline passed.", cause);
        }

        // Both sides watch the deadline: the server may end the call a moment before the timer here does.
        return TimeLeft <= TimeSpan.Zero && cause is not RpcException
            ? new Status(StatusCode.DeadlineExceeded, "The deadline passed.", cause)
            : StatusMapping.FromException(cause);
    }

    private Metadata ReadTrailers() => _response switch
    {
        null => Metadata.Empty,
        _ => ResponseMetadata.Read(_hasOnlyTrailers ? _response.Headers : _response.TrailingHeaders),
    };

    private void CompleteHeaders()
    {
        if (_headers is null)
        {
            return;
        }

        if (_response is not null)
        {
            _headers.TrySetResult(ResponseMetadata.Read(_response.Headers));
        }
        else if (_finished)
        {
            _headers.TrySetException(GetError());
            _ = _headers.Task.Exception;
        }
    }
}
