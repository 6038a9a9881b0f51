using System.Net;

namespace LocalDapr.Http2;

/// <summary>
/// Sends requests to one server that speaks HTTP/2 without TLS and is known to (RFC 9113, section 3.3), at the least cost: for a proxy and the process beside it. It
/// may be used under an <see cref="HttpClient"/>, an <see cref="HttpMessageInvoker"/> or a gRPC channel. Requests and answers are streams in both directions at once.
/// </summary>
/// <remarks>
/// Errors are those of <see cref="SocketsHttpHandler"/>: an <see cref="HttpRequestException"/> says by its <see cref="HttpRequestException.HttpRequestError"/> whether
/// there was no connection, the server broke off, or it broke the protocol; an answer's body fails with an <see cref="HttpIOException"/>. There are no redirects,
/// cookies, proxies, decompression or pushes.
/// </remarks>
public sealed class Http2Handler : HttpMessageHandler
{
    private const int MaxAttempts = 3;

    private readonly ConnectionPool _pool;

    /// <param name="server">Where the server listens.</param>
    /// <param name="options">How the handler behaves; null for the defaults.</param>
    public Http2Handler(EndPoint server, Http2HandlerOptions? options = null) => _pool = new ConnectionPool(server, options ?? new());

    /// <summary>Sends a request; ends when the headers of its answer have come.</summary>
    /// <exception cref="HttpRequestException">There is no answer.</exception>
    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (cancellationToken.IsCancellationRequested)
            return Task.FromCanceled<HttpResponseMessage>(cancellationToken);
        var stream = new Http2Stream(request);
        return !CanRepeat(request.Content) && _pool.TryOpen(stream) ? stream.RunAsync(cancellationToken) : SendAsync(stream, cancellationToken);
    }

    private async Task<HttpResponseMessage> SendAsync(Http2Stream stream, CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            while (!_pool.TryOpen(stream))
                await _pool.ConnectAsync(cancellationToken);
            try
            {
                return await stream.RunAsync(cancellationToken);
            }
            catch (HttpRequestException) when (stream.IsRefused && CanRepeat(stream.Request.Content) && attempt < MaxAttempts)
            {
                // The server has not looked at it, so it may be sent again.
                stream = new Http2Stream(stream.Request);
            }
        }
    }

    // A body that comes from elsewhere is gone once it was sent.
    private static bool CanRepeat(HttpContent? content) => content is null or ByteArrayContent or ReadOnlyMemoryContent;

    /// <inheritdoc />
    protected override void Dispose(bool disposing)
    {
        if (disposing)
            _pool.Dispose();
        base.Dispose(disposing);
    }
}
