using System.Buffers;
using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using Grpc.Core;
using Microsoft.AspNetCore.Http;

namespace LocalDapr.Runtime.Invocation;

/// <summary>The answer to a forwarded gRPC call.</summary>
internal static class GrpcAnswer
{
    private const int BufferSize = 16 * 1024;
    private const string StatusHeader = "grpc-status";

    /// <summary>Answers with a status and no message.</summary>
    public static void Fail(HttpContext context, StatusCode code, string message)
    {
        context.Response.ContentType = "application/grpc";
        context.Response.Headers[StatusHeader] = ((int)code).ToString(CultureInfo.InvariantCulture);
        context.Response.Headers["grpc-message"] = Uri.EscapeDataString(message);
    }

    /// <summary>The status of an answer whose header or trailer has come: OK without one.</summary>
    public static StatusCode StatusOf(HttpResponseMessage response)
    {
        if (Find(response.Headers) is { } early)
            return early;
        return response.StatusCode == HttpStatusCode.OK ? Find(response.TrailingHeaders) ?? StatusCode.OK : StatusCode.Unknown;
    }

    /// <summary>Hands an answer on. When it breaks off, or the caller leaves, the other side sees a broken call too.</summary>
    /// <param name="context">The call.</param>
    /// <param name="response">The answer.</param>
    /// <param name="first">What was read of its body already.</param>
    /// <param name="cancellationToken">Breaks it off.</param>
    /// <returns>Whether it came to its end.</returns>
    public static async Task<bool> ForwardAsync(
        HttpContext context, HttpResponseMessage response, ReadOnlyMemory<byte> first, CancellationToken cancellationToken)
    {
        context.Response.StatusCode = (int)response.StatusCode;
        ForwardedHeaders.CopyResponse(response, context.Response.Headers);
        context.Response.BodyWriter.Write(first.Span);
        try
        {
            await CopyBodyAsync(context, response, cancellationToken);
        }
        catch (Exception failure) when (failure is HttpRequestException or IOException or OperationCanceledException)
        {
            context.Abort();
            return false;
        }

        foreach (var (name, values) in response.TrailingHeaders.NonValidated)
        {
            context.Response.AppendTrailer(name, values.Count == 1 ? values.ToString() : values.ToArray());
        }

        await context.Response.CompleteAsync();
        return true;
    }

    // Flushes only when the app has no more bytes ready, so that a short answer leaves in one piece with its trailers.
    private static async Task CopyBodyAsync(HttpContext context, HttpResponseMessage response, CancellationToken cancellationToken)
    {
        var source = await response.Content.ReadAsStreamAsync(cancellationToken);
        var target = context.Response.BodyWriter;
        var buffer = ArrayPool<byte>.Shared.Rent(BufferSize);
        int count;
        do
        {
            var read = source.ReadAsync(buffer, cancellationToken);
            if (!read.IsCompleted)
            {
                await target.FlushAsync(cancellationToken);
            }

            count = await read;
            target.Write(buffer.AsSpan(0, count));
        }
        while (count > 0);

        // Not after a failure: a read that nobody waits for may still write to it.
        ArrayPool<byte>.Shared.Return(buffer);
    }

    private static StatusCode? Find(HttpHeaders headers) =>
        headers.NonValidated.TryGetValues(StatusHeader, out var values)
        && int.TryParse(values.ToString(), NumberStyles.None, CultureInfo.InvariantCulture, out var code) ? (StatusCode)code : null;
}
