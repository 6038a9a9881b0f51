using Grpc.Core;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core.Features;

namespace LocalDapr.Runtime.Invocation;

/// <summary>
/// Forwards a gRPC call to the app that <c>dapr-app-id</c> names: headers, the bytes of the messages, trailers. All four call kinds look the
/// same from here; no message is decoded.
/// </summary>
internal sealed class GrpcProxy(SidecarRegistry sidecars, InvocationPolicies<InvocationAttempt> policies)
{
    public Task ForwardAsync(HttpContext context, string appId)
    {
        LiftLimits(context);
        if (sidecars.Find(appId) is not { Channel.HasPort: true } callee)
        {
            GrpcAnswer.Fail(context, StatusCode.Internal, $"failed to invoke, id: {appId}, err: couldn't find service: {appId}");
            return Task.CompletedTask;
        }

        context.GetSidecar().Calls.Add(callee.AppId, context.Request.Path.Value!);
        if (!callee.Health.MayCall)
        {
            GrpcAnswer.Fail(context, StatusCode.Internal, $"failed to invoke, id: {appId}, err: {InvocationErrors.Unhealthy}");
            return Task.CompletedTask;
        }

        return policies.Find(context.GetSidecar(), callee) is { } pipelines
            ? new ResilientGrpcCall(context, callee, pipelines).RunAsync()
            : ForwardOnceAsync(context, callee);
    }

    /// <summary>The request as it goes to the app.</summary>
    public static HttpRequestMessage NewRequest(HttpContext context, Sidecar callee, HttpContent body)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, callee.Channel.AddressOf(context.Request.Path)) { Content = body };
        ForwardedHeaders.CopyRequest(context, request, context.GetSidecar().AppId, callee.AppId);
        return request;
    }

    private static async Task ForwardOnceAsync(HttpContext context, Sidecar callee)
    {
        using var request = NewRequest(context, callee, new StreamedBody(context.Request.BodyReader, length: null, context.RequestAborted));
        HttpResponseMessage response;
        try
        {
            response = await callee.Channel.SendAsync(request, context.RequestAborted);
        }
        catch (HttpRequestException failure)
        {
            GrpcAnswer.Fail(context, StatusCode.Unavailable, $"failed to invoke, id: {callee.AppId}, err: {failure.HttpRequestError}");
            return;
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            return;
        }

        using (response)
        {
            await GrpcAnswer.ForwardAsync(context, response, first: default, context.RequestAborted);
        }
    }

    private static void LiftLimits(HttpContext context)
    {
        if (context.Features.Get<IHttpMinRequestBodyDataRateFeature>() is { } rate)
        {
            rate.MinDataRate = null;
        }
    }
}
