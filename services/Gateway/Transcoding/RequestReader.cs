using System.Buffers;
using System.IO.Pipelines;
using System.Net.Mime;
using System.Text;
using Google.Api;
using Google.Protobuf;
using Microsoft.Net.Http.Headers;
using Platform.Gateway.Idempotency;
using Platform.Gateway.Problems;
using Platform.Gateway.Transcoding.Binding;
using StatusCode = Grpc.Core.StatusCode;

namespace Platform.Gateway.Transcoding;

/// <summary>Makes the RPC's request message from an HTTP request. Path variables win over the body.</summary>
internal sealed class RequestReader(ApiSurface api, long maxBodySize)
{
    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <exception cref="ProblemException">The request does not fit the binding.</exception>
    /// <exception cref="BadHttpRequestException">The body broke off.</exception>
    public async ValueTask<IMessage> ReadAsync(HttpContext context, HttpBinding binding, string[] variables)
    {
        var json = "";
        IMessage request;
        if (binding.Body == BodyTarget.None)
        {
            request = BodyBinder.Empty(binding.Method.InputType);
        }
        else if (binding.BodyMessage == HttpBody.Descriptor)
        {
            var body = await ReadBodyAsync(context, static bytes => ByteString.CopyFrom(bytes.ToArray()));
            request = BodyBinder.BindRaw(binding, context.Request.ContentType, body);
        }
        else
        {
            json = await ReadBodyAsync(context, Decode);
            if (json.Length > 0) CheckMediaType(context.Request.ContentType);
            request = json.Length > 0 ? BodyBinder.BindJson(binding, json, api.Parser) : BodyBinder.Empty(binding.Method.InputType);
        }
        BindVariables(binding, request, variables);
        QueryBinder.Bind(binding, request, context.Request.QueryString);
        if (json.Length > 0) BodyBinder.InferMask(binding, request, json);
        IdempotencyKey.Apply(context.Request.Headers[IdempotencyKey.HeaderName], request);
        return request;
    }

    private static void BindVariables(HttpBinding binding, IMessage request, string[] variables)
    {
        for (var i = 0; i < variables.Length; i++)
        {
            var field = binding.Variables[i];
            if (!FieldText.TryRead(field.Leaf, variables[i], out var value))
            {
                throw new ProblemException(Problem.InvalidFields(new FieldError(field.JsonName, FieldText.Expectation(field.Leaf))));
            }
            field.Set(request, value);
        }
    }

    private async ValueTask<T> ReadBodyAsync<T>(HttpContext context, Func<ReadOnlySequence<byte>, T> read)
    {
        if (context.Request.ContentLength > maxBodySize) throw TooLarge();
        var reader = context.Request.BodyReader;
        ReadResult result;
        while (!(result = await ReadAsync(reader, context.RequestAborted)).IsCompleted && result.Buffer.Length <= maxBodySize)
        {
            reader.AdvanceTo(result.Buffer.Start, result.Buffer.End);
        }
        if (result.Buffer.Length > maxBodySize)
        {
            reader.AdvanceTo(result.Buffer.End);
            throw TooLarge();
        }
        try
        {
            return read(result.Buffer);
        }
        finally
        {
            reader.AdvanceTo(result.Buffer.End);
        }
    }

    private static async ValueTask<ReadResult> ReadAsync(PipeReader reader, CancellationToken cancellationToken)
    {
        try
        {
            return await reader.ReadAsync(cancellationToken);
        }
        catch (IOException malformed) when (malformed.InnerException is OverflowException)
        {
            // How the server says that the size of a chunk is no number; for everything else it has an exception of its own.
            throw new BadHttpRequestException(malformed.Message, malformed);
        }
    }

    private static ProblemException TooLarge() => new(Problem.Local(
        StatusCode.InvalidArgument, StatusCodes.Status413PayloadTooLarge, "REQUEST_TOO_LARGE", "The body is larger than this API takes."));

    private static string Decode(ReadOnlySequence<byte> bytes)
    {
        try
        {
            return StrictUtf8.GetString(bytes);
        }
        catch (DecoderFallbackException)
        {
            throw new ProblemException(Problem.Local(
                StatusCode.InvalidArgument, StatusCodes.Status400BadRequest, "MALFORMED_JSON", "The body is not UTF-8."));
        }
    }

    private static void CheckMediaType(string? contentType)
    {
        if (contentType is null) return;
        var isJson = MediaTypeHeaderValue.TryParse(contentType, out var type)
            && (type.MediaType.Equals(MediaTypeNames.Application.Json, StringComparison.OrdinalIgnoreCase)
                || type.Suffix.Equals("json", StringComparison.OrdinalIgnoreCase))
            && (!type.Charset.HasValue || type.Charset.Value.Trim('"').Equals("utf-8", StringComparison.OrdinalIgnoreCase));
        if (isJson) return;
        throw new ProblemException(Problem.Local(
            StatusCode.InvalidArgument,
            StatusCodes.Status415UnsupportedMediaType,
            "UNSUPPORTED_MEDIA_TYPE",
            "The body must be application/json in UTF-8."));
    }
}
