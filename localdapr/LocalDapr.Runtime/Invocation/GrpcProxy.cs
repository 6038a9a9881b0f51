using System.Buffers;
using Grpc.Core;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core.Features;

namespace LocalDapr.Runtime.Invocation;

/// <summary>
/// Forwards a gRPC call to the app that <c>dapr-app-id</c> names: headers, the bytes of the messages, trailers. All four call kinds look the
/// same from here; no message is decoded.
/// </summary>
internal sealed class GrpcProxy(SidecarRegistry sidecars)
{
    private const int BufferSize = 16 * 1024;

    public async Task ForwardAsync(HttpContext context, string appId)
    {
        LiftLimits(context);
        if (sidecars.Find(appId) is not { Channel.HasPort: true } callee)
        {
            Fail(context, StatusCode.Internal, $"failed to invoke, id: {appId}, err: couldn't find service: {appId}");
            return;
        }

        using var request = new HttpRequestMessage(HttpMethod.Post, callee.Channel.AddressOf(context.Request.Path.ToUriComponent()))
        {
            Content = new StreamedBody(context.Request.BodyReader, length: null, context.RequestAborted),
        };
        ForwardedHeaders.CopyRequest(context, request, context.GetSidecar().AppId, callee.AppId);
        HttpResponseMessage response;
        try
        {
            response = await callee.Channel.SendAsync(request, context.RequestAborted);
        }
        catch (HttpRequestException failure)
        {
            Fail(context, StatusCode.Unavailable, $"failed to invoke, id: {appId}, err: {failure.HttpRequestError}");
            return;
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            return;
        }

        using (response)
        {
            await AnswerAsync(context, response);
        }
    }

    private static async Task AnswerAsync(HttpContext context, HttpResponseMessage response)
    {
        context.Response.StatusCode = (int)response.StatusCode;
        ForwardedHeaders.CopyResponse(response, context.Response.Headers);
        try
        {
            await CopyBodyAsync(context, response);
        }
        catch (Exception failure) when (failure is HttpRequestException or IOException or OperationCanceledException)
        {
            // The app broke off, or the caller left: the other side must see a broken call too.
            context.Abort();
            return;
        }

        foreach (var (name, values) in response.TrailingHeaders.NonValidated)
        {
            context.Response.AppendTrailer(name, values.ToArray());
        }

        await context.Response.CompleteAsync();
    }

    // Flushes only when the app has no more bytes ready, so that a short answer leaves in one piece with its trailers.
    private static async Task CopyBodyAsync(HttpContext context, HttpResponseMessage response)
    {
        var cancellationToken = context.RequestAborted;
        var source = await response.Content.ReadAsStreamAsync(cancellationToken);
        var target = context.Response.BodyWriter;
        var buffer = ArrayPool<byte>.Shared.Rent(BufferSize);
        try
        {
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
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private static void LiftLimits(HttpContext context)
    {
        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } size)
        {
            size.MaxRequestBodySize = null;
        }

        if (context.Features.Get<IHttpMinRequestBodyDataRateFeature>() is { } rate)
        {
            rate.MinDataRate = null;
        }
    }

    private static void Fail(HttpContext context, StatusCode code, string message)
    {
        context.Response.ContentType = "application/grpc";
        context.Response.Headers["grpc-status"] = ((int)code).ToString();
        context.Response.Headers["grpc-message"] = Uri.EscapeDataString(message);
    }
}
