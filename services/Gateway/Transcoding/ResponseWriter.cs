using System.Buffers;
using System.Net.Mime;
using Google.Api;
using Google.Protobuf;
using Grpc.Core;
using Platform.Gateway.Problems;
using Platform.Gateway.Transcoding.Binding;
using Platform.Gateway.Transcoding.Json;

namespace Platform.Gateway.Transcoding;

/// <summary>Writes responses of RPCs as JSON, streams as one JSON object a line, and google.api.HttpBody as it is.</summary>
internal sealed class ResponseWriter(ProtoJson json)
{
    public const string StreamContentType = "application/x-ndjson";

    public async Task WriteAsync(HttpContext context, HttpBinding binding, IMessage message)
    {
        if (binding.ResponseMessage == HttpBody.Descriptor)
        {
            var body = Body(binding, message);
            context.Response.ContentType = ContentType(body);
            context.Response.ContentLength = body.Data.Length;
            await context.Response.BodyWriter.WriteAsync(body.Data.Memory, context.RequestAborted);
            return;
        }
        using var answer = json.Write(message, binding.ResponseField);
        context.Response.ContentType = MediaTypeNames.Application.Json;
        context.Response.ContentLength = answer.Written.Length;
        await context.Response.BodyWriter.WriteAsync(answer.Written, context.RequestAborted);
    }

    /// <summary>
    /// Writes each message as it comes. A failure before the first one is a problem response of its own; a later one, when
    /// the status is out already, is the last line.
    /// </summary>
    public async Task WriteStreamAsync(HttpContext context, HttpBinding binding, IAsyncStreamReader<IMessage> messages)
    {
        var isRaw = binding.ResponseMessage == HttpBody.Descriptor;
        var hasMessage = await messages.MoveNext(context.RequestAborted);
        context.Response.ContentType = !isRaw ? StreamContentType : hasMessage ? ContentType(Body(binding, messages.Current)) : null;
        try
        {
            for (; hasMessage; hasMessage = await messages.MoveNext(context.RequestAborted))
            {
                if (isRaw) await context.Response.BodyWriter.WriteAsync(Body(binding, messages.Current).Data.Memory, context.RequestAborted);
                else await WriteLineAsync(context, binding, messages.Current);
            }
        }
        catch (RpcException failure) when (!isRaw && !context.RequestAborted.IsCancellationRequested)
        {
            var line = new ArrayBufferWriter<byte>();
            ProblemWriter.Write(line, failure.ToProblem(), RequestTarget.RawPath(context));
            line.Write("\n"u8);
            await context.Response.BodyWriter.WriteAsync(line.WrittenMemory, context.RequestAborted);
        }
    }

    private async Task WriteLineAsync(HttpContext context, HttpBinding binding, IMessage message)
    {
        using var line = json.Write(message, binding.ResponseField);
        line.EndLine();
        await context.Response.BodyWriter.WriteAsync(line.Written, context.RequestAborted);
    }

    private static HttpBody Body(HttpBinding binding, IMessage message) =>
        binding.ResponseField is null ? (HttpBody)message : (HttpBody?)binding.ResponseField.Accessor.GetValue(message) ?? new HttpBody();

    private static string ContentType(HttpBody body) =>
        body.ContentType.Length > 0 ? body.ContentType : MediaTypeNames.Application.Octet;
}
