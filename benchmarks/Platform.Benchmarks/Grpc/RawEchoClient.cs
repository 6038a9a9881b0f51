using System.Net;

namespace Platform.Benchmarks.Grpc;

/// <summary>The baseline's client: an <see cref="HttpMessageInvoker"/> with nothing around it. Its message is a gRPC frame, so that any server takes it.</summary>
/// <param name="server">The server.</param>
/// <param name="message">What it sends.</param>
/// <param name="handler">What it sends it with; null for that of .NET.</param>
internal sealed class RawEchoClient(Uri server, byte[] message, HttpMessageHandler? handler = null) : IDisposable
{
    private readonly Uri _unary = new(server, "/platform.benchmarks.v1.Echo/Unary");
    private readonly Uri _stream = new(server, "/platform.benchmarks.v1.Echo/Stream");
    private readonly HttpMessageInvoker _http = new(handler ?? new SocketsHttpHandler
    {
        EnableMultipleHttp2Connections = true,
        AllowAutoRedirect = false,
        UseCookies = false,
    });

    public async Task UnaryAsync()
    {
        var content = new ByteArrayContent(message);
        using var response = await SendAsync(_unary, content);
        var body = await response.Content.ReadAsStreamAsync();
        var buffer = new byte[message.Length + 1];
        var received = 0;
        for (int read; (read = await body.ReadAsync(buffer.AsMemory(received))) > 0;)
        {
            received += read;
        }

        Check(received);
    }

    /// <summary>Opens a stream with a first echo: a server may answer only when it has something to say.</summary>
    public async Task<RawEchoStream> OpenStreamAsync()
    {
        var content = new DuplexContent();
        var answer = SendAsync(_stream, content);
        var requests = await content.Stream;
        await requests.WriteAsync(message);
        await requests.FlushAsync();
        var response = await answer;
        var responses = await response.Content.ReadAsStreamAsync();
        await responses.ReadExactlyAsync(new byte[message.Length]);
        return new RawEchoStream(message, requests, responses, response, content);
    }

    public void Dispose() => _http.Dispose();

    private Task<HttpResponseMessage> SendAsync(Uri uri, HttpContent content)
    {
        content.Headers.TryAddWithoutValidation("Content-Type", "application/grpc");
        var request = new HttpRequestMessage(HttpMethod.Post, uri)
        {
            Version = HttpVersion.Version20,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
            Content = content,
        };
        return _http.SendAsync(request, CancellationToken.None);
    }

    private void Check(int received)
    {
        if (received != message.Length)
        {
            throw new InvalidDataException($"{message.Length} bytes were sent, {received} came back.");
        }
    }
}

/// <summary>An open request and response body of the baseline.</summary>
internal sealed class RawEchoStream(byte[] message, Stream requests, Stream responses, HttpResponseMessage response, DuplexContent content)
    : IDisposable
{
    private readonly byte[] _buffer = new byte[message.Length];

    public async Task EchoAsync()
    {
        await requests.WriteAsync(message);
        await requests.FlushAsync();
        await responses.ReadExactlyAsync(_buffer);
    }

    public void Dispose()
    {
        content.Complete();
        response.Dispose();
    }
}

/// <summary>A request body that stays open while its owner writes into it.</summary>
internal sealed class DuplexContent : HttpContent
{
    private readonly TaskCompletionSource<Stream> _stream = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _completed = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Task<Stream> Stream => _stream.Task;

    public void Complete() => _completed.TrySetResult();

    protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context)
    {
        await stream.FlushAsync();
        _stream.SetResult(stream);
        await _completed.Task;
    }

    protected override bool TryComputeLength(out long length)
    {
        length = 0;
        return false;
    }
}
