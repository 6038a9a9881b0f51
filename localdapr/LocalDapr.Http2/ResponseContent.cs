using System.Net;

namespace LocalDapr.Http2;

/// <summary>The body of an answer. To dispose of it before its end tells the server that nobody wants the rest.</summary>
internal sealed class ResponseContent(Http2Stream stream) : HttpContent
{
    protected override Stream CreateContentReadStream(CancellationToken cancellationToken) => new ResponseStream(stream);

    protected override Task<Stream> CreateContentReadStreamAsync() => Task.FromResult<Stream>(new ResponseStream(stream));

    protected override void SerializeToStream(Stream target, TransportContext? context, CancellationToken cancellationToken) =>
        new ResponseStream(stream).CopyTo(target);

    protected override Task SerializeToStreamAsync(Stream target, TransportContext? context) => SerializeToStreamAsync(target, context, CancellationToken.None);

    // The stream is not disposed of: the request may still be on its way.
    protected override Task SerializeToStreamAsync(Stream target, TransportContext? context, CancellationToken cancellationToken) =>
        new ResponseStream(stream).CopyToAsync(target, cancellationToken);

    protected override bool TryComputeLength(out long length)
    {
        length = 0;
        return false;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            stream.Abandon();
        base.Dispose(disposing);
    }
}
