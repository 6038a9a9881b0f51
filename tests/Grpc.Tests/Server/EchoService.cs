using Google.Protobuf;
using Grpc.Core;
using Grpc.Tests.V1;

namespace Grpc.Tests.Server;

/// <summary>Does what the request asks for: echoes, fails, throws, waits for cancellation, sends headers and trailers.</summary>
public sealed class EchoService : Echo.EchoBase
{
    public override async Task<EchoResponse> Unary(EchoRequest request, ServerCallContext context)
    {
        await PrepareAsync(request, context);
        return Answer(request, index: 0);
    }

    public override async Task ServerStream(EchoRequest request, IServerStreamWriter<EchoResponse> responseStream, ServerCallContext context)
    {
        for (var i = 0; i < request.Repeat; i++)
        {
            await responseStream.WriteAsync(Answer(request, i), context.CancellationToken);
        }

        await PrepareAsync(request, context);
    }

    public override async Task<EchoResponse> ClientStream(IAsyncStreamReader<EchoRequest> requestStream, ServerCallContext context)
    {
        var response = new EchoResponse();
        var payloads = new MemoryStream();
        while (await requestStream.MoveNext(context.CancellationToken))
        {
            await PrepareAsync(requestStream.Current, context);
            requestStream.Current.Payload.WriteTo(payloads);
            response.Count++;
        }

        response.Payload = ByteString.CopyFrom(payloads.ToArray());
        return response;
    }

    public override async Task Bidi(
        IAsyncStreamReader<EchoRequest> requestStream,
        IServerStreamWriter<EchoResponse> responseStream,
        ServerCallContext context)
    {
        for (var i = 0; await requestStream.MoveNext(context.CancellationToken); i++)
        {
            await PrepareAsync(requestStream.Current, context);
            await responseStream.WriteAsync(Answer(requestStream.Current, i), context.CancellationToken);
        }
    }

    private static async Task PrepareAsync(EchoRequest request, ServerCallContext context)
    {
        foreach (var (key, value) in request.Trailers)
        {
            context.ResponseTrailers.Add(Entry(key, value));
        }

        if (request.Headers.Count > 0)
        {
            var headers = new Metadata();
            foreach (var (key, value) in request.Headers)
            {
                headers.Add(Entry(key, value));
            }

            await context.WriteResponseHeadersAsync(headers);
        }

        if (request.NoCompress)
        {
            context.WriteOptions = new WriteOptions(WriteFlags.NoCompress);
        }

        if (request.NeverAnswers)
        {
            await Task.Delay(Timeout.Infinite, context.GetHttpContext().RequestAborted);
        }

        if (request.ThrowException)
        {
            throw new InvalidOperationException("secret detail");
        }

        if (request.FailWith != 0)
        {
            throw new RpcException(new Status((StatusCode)request.FailWith, request.FailMessage));
        }
    }

    private static Metadata.Entry Entry(string key, string value) =>
        key.EndsWith(Metadata.BinaryHeaderSuffix, StringComparison.Ordinal)
            ? new Metadata.Entry(key, System.Text.Encoding.UTF8.GetBytes(value))
            : new Metadata.Entry(key, value);

    private static EchoResponse Answer(EchoRequest request, int index) => new() { Payload = request.Payload, Index = index };
}
