using Grpc.Core;
using Grpc.Shared;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core.Features;
using Microsoft.Extensions.Logging;

namespace Grpc.AspNetCore.Server.Internal;

/// <summary>Serves the calls of one method: checks the request, runs the handler within the deadline, ends with the status.</summary>
internal abstract class CallHandler<TRequest, TResponse>(Method<TRequest, TResponse> method, MethodOptions options, CallEnvironment environment)
    where TRequest : class
    where TResponse : class
{
    public Task HandleAsync(HttpContext httpContext)
    {
        if (!RequestCheck.IsGrpc(httpContext))
        {
            return Task.CompletedTask;
        }

        var context = new HttpContextServerCallContext(httpContext, options, method);
        try
        {
            context.Initialize(environment.Clock);
        }
        catch (RpcException failure)
        {
            context.Fail(failure);
            context.WriteTrailers(context.Status, context.TrailersOrNone, messagesWritten: false);
            return context.DisposeAsync().AsTask();
        }

        LiftLimits(httpContext);
        var pipe = new MessagePipe<TRequest, TResponse>(context, method);
        return context.DeadlinePassed is { } deadline ? RunUntilAsync(deadline, context, pipe) : RunAsync(context, pipe);
    }

    /// <summary>Runs the handler on the messages of the call.</summary>
    protected abstract ValueTask InvokeAsync(HttpContextServerCallContext context, MessagePipe<TRequest, TResponse> pipe);

    private async Task RunUntilAsync(Task deadline, HttpContextServerCallContext context, MessagePipe<TRequest, TResponse> pipe)
    {
        await using var call = context;
        var run = RunAsync(context, pipe);
        if (await Task.WhenAny(run, deadline) == deadline)
        {
            await pipe.EndAtDeadlineAsync();
        }

        await run;
    }

    private async Task RunAsync(HttpContextServerCallContext context, MessagePipe<TRequest, TResponse> pipe)
    {
        try
        {
            await InvokeAsync(context, pipe);
        }
        catch (Exception failure)
        {
            if (context.Fail(failure))
            {
                ServerLog.HandlerFailed(environment.Logger, method.FullName, failure);
            }
            else
            {
                ServerLog.CallFailed(environment.Logger, method.FullName, context.Status.StatusCode);
            }
        }

        await pipe.EndAsync();
    }

    /// <summary>
    /// gRPC has its own limit of a message's size, and a stream may be silent or endless: the web server's limits of body size and rate do
    /// not fit.
    /// </summary>
    private void LiftLimits(HttpContext httpContext)
    {
        const int WebServerLimit = 30_000_000;
        if (method.Type == MethodType.Unary && options.MaxReceiveMessageSize < WebServerLimit)
        {
            return;
        }

        if (httpContext.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } size)
        {
            size.MaxRequestBodySize = null;
        }

        if (method.Type != MethodType.Unary && httpContext.Features.Get<IHttpMinRequestBodyDataRateFeature>() is { } rate)
        {
            rate.MinDataRate = null;
        }
    }
}

/// <summary>What all handlers share.</summary>
internal sealed record CallEnvironment(TimeProvider Clock, ILogger Logger);

internal static class RequestCheck
{
    /// <summary>Whether this is a gRPC request; answers it where it is not: 426 before HTTP/2, 415 for another content type.</summary>
    public static bool IsGrpc(HttpContext httpContext)
    {
        var request = httpContext.Request;
        if (!HttpProtocol.IsHttp2(request.Protocol) && !HttpProtocol.IsHttp3(request.Protocol))
        {
            httpContext.Response.StatusCode = Microsoft.AspNetCore.Http.StatusCodes.Status426UpgradeRequired;
            httpContext.Response.Headers.Upgrade = HttpProtocol.Http2;
            return false;
        }

        if (!GrpcProtocol.IsGrpcContentType(request.ContentType))
        {
            httpContext.Response.StatusCode = Microsoft.AspNetCore.Http.StatusCodes.Status415UnsupportedMediaType;
            return false;
        }

        return true;
    }
}
