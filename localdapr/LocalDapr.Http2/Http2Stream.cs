namespace LocalDapr.Http2;

/// <summary>A request and its answer on a connection.</summary>
#pragma warning disable CA1001 // The token source has neither a timer nor a handle, so there is nothing to dispose of.
internal sealed class Http2Stream(HttpRequestMessage request)
#pragma warning restore CA1001
{
    /// <summary>What the server may send of an answer before somebody reads it.</summary>
    public const int ReceiveLimit = 256 * 1024;

    private readonly TaskCompletionSource<HttpResponseMessage> _answer = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly CancellationTokenSource _bodyUnwanted = new();
    private readonly ReceiveBuffer _body = new();
    private HttpResponseMessage? _response;
    private int _uncredited;

    public HttpRequestMessage Request => request;

    /// <summary>Its connection, once it is open.</summary>
    public Http2Connection Connection { get; set; } = null!;

    /// <summary>What the connection keeps of it, under its lock.</summary>
    public StreamState State { get; } = new();

    /// <summary>Whether the server has said that it did nothing about the request.</summary>
    public bool IsRefused { get; private set; }

    /// <summary>Sends the request, whose headers are on their way, and waits for the headers of the answer. The body may take longer.</summary>
    public async Task<HttpResponseMessage> RunAsync(CancellationToken cancellationToken)
    {
        if (request.Content is { } content)
            _ = SendAsync(content);
        else
            Connection.EndRequest(this);
        Connection.Start(this);
        using var registration = cancellationToken.UnsafeRegister(
            static (stream, token) => ((Http2Stream)stream!).Abort(new OperationCanceledException(token)), this);
        return await _answer.Task;
    }

    /// <summary>Takes a block of header fields: the beginning of the answer, or its trailers.</summary>
    public void TakeHeaders(ReadOnlySpan<byte> block, bool isLast, int maxBytes)
    {
        if (_response is not null && !isLast)
            throw ErrorCode.ProtocolError.With("there are headers within an answer");
        if (_response is not null)
            ResponseHeaders.ReadTrailers(block, _response, maxBytes);
        else if (ResponseHeaders.Read(block, new ResponseContent(this), request, maxBytes) is var response && (int)response.StatusCode >= 200)
            _response = response;
        else if (isLast)
            throw ErrorCode.ProtocolError.With("an answer ends before its status");
        if (isLast)
            _body.End();
    }

    /// <summary>Takes a part of the answer's body.</summary>
    public void TakeData(ReadOnlySpan<byte> bytes, bool isLast)
    {
        if (_response is null)
            throw ErrorCode.ProtocolError.With("an answer begins without headers");
        _body.Append(bytes);
        if (isLast)
            _body.End();
    }

    /// <summary>Shows what was taken to those who wait for it.</summary>
    public void Publish()
    {
        if (_response is not null)
            _answer.TrySetResult(_response);
        _body.Wake();
    }

    /// <summary>Ends what is not at its end yet.</summary>
    /// <param name="failure">Why; an answer's body fails with it.</param>
    /// <param name="isRefused">Whether the server did nothing about the request.</param>
    public void Fail(Exception failure, bool isRefused = false)
    {
        IsRefused = isRefused;
        if (failure is OperationCanceledException { CancellationToken: var token })
            _answer.TrySetCanceled(token);
        else
            _answer.TrySetException(failure is HttpIOException { HttpRequestError: var error } ? new HttpRequestException(error, failure.Message, failure) : failure);
        _body.End(failure as IOException ?? new HttpIOException(HttpRequestError.Unknown, "The request has ended.", failure));
        _body.Wake();
        _ = _bodyUnwanted.CancelAsync();
    }

    /// <summary>Nobody wants the rest of the answer.</summary>
    public void Abandon()
    {
        if (!State.IsDone)
            Abort(new HttpIOException(HttpRequestError.Unknown, "The answer was disposed of."));
    }

    /// <summary>Reads the answer's body; 0 at its end.</summary>
    public ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken)
    {
        var read = _body.ReadAsync(buffer, cancellationToken);
        return read.IsCompletedSuccessfully ? new(Credit(read.Result)) : CreditAsync(read);
    }

    private async ValueTask<int> CreditAsync(ValueTask<int> read) => Credit(await read);

    private int Credit(int count)
    {
        _uncredited += count;
        if (_uncredited >= ReceiveLimit / 2)
        {
            Connection.Credit(this, _uncredited);
            _uncredited = 0;
        }

        return count;
    }

    private async Task SendAsync(HttpContent content)
    {
        try
        {
            await content.CopyToAsync(new RequestStream(this), context: null, _bodyUnwanted.Token);
            Connection.EndRequest(this);
        }
        catch (Exception failure)
        {
            Abort(failure);
        }
    }

    private void Abort(Exception failure)
    {
        if (Connection.Reset(this, ErrorCode.Cancel))
            Fail(failure);
    }
}
