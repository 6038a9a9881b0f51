using System.Security.Cryptography;
using System.Text;
using Grpc.Core;
using LocalDapr.Runtime.Errors;
using LocalDapr.Runtime.Hosting;
using LocalDapr.Runtime.Invocation;
using LocalDapr.Runtime.Metrics;
using LocalDapr.Runtime.Tracing;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Logging;

namespace LocalDapr.Runtime.Http;

/// <summary>
/// What happens to every request before it is routed: the API token is checked, calls for other apps are forwarded, failures become the answers that
/// Dapr documents.
/// </summary>
internal sealed partial class DaprMiddleware(
    RequestDelegate next,
    GrpcProxy grpcProxy,
    HttpInvocation httpInvocation,
    LocalDaprOptions options,
    ILogger<DaprMiddleware> logger)
{
    private const string OwnService = "/dapr.proto.runtime.v1.Dapr/";
    private const string WorkflowService = "/TaskHubSidecarService/";

    private readonly byte[]? _token = options.ApiToken is { } token ? Encoding.UTF8.GetBytes(token) : null;

    public async Task InvokeAsync(HttpContext context)
    {
        var isGrpc = HttpProtocol.IsHttp2(context.Request.Protocol);
        var sidecar = context.GetSidecar();
        if (sidecar.ShutdownRequested.IsCompleted)
        {
            context.Abort();
            return;
        }

        if (!MayCall(context))
        {
            await RefuseAsync(context, isGrpc);
            return;
        }

        var appId = context.Request.Headers[ForwardedHeaders.AppId];
        var path = context.Request.Path;
        var isForwarded = appId.Count > 0 && !path.StartsWithSegments("/v1.0", StringComparison.Ordinal) && !(isGrpc && IsOwn(path.Value!));
        sidecar.Requests.Add(isForwarded ? ApiKind.Invocation : ApiKinds.Of(path.Value!));
        try
        {
            if (!isGrpc)
            {
                LimitBody(context, sidecar.App.MaxBodyBytes);
            }

            if (!isForwarded)
            {
                await next(context);
            }
            else
            {
                await ForwardAsync(context, sidecar.AppId, appId.ToString(), isGrpc);
            }
        }
        catch (DaprException failure) when (!context.Response.HasStarted)
        {
            await WriteAsync(context, failure.Error);
        }
        catch (BadHttpRequestException failure) when (!context.Response.HasStarted)
        {
            await WriteAsync(context, new DaprError(
                "ERR_BODY_READ", failure.StatusCode, StatusCode.InvalidArgument, $"failed to read request body: {failure.Message}"));
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            // The caller left.
        }
        catch (Exception failure) when (!context.Response.HasStarted)
        {
            LogFailed(path, failure);
            await WriteAsync(context, new DaprError("ERR_INTERNAL", StatusCodes.Status500InternalServerError, StatusCode.Internal, "internal error"));
        }
    }

    private Task ForwardAsync(HttpContext context, string caller, string callee, bool isGrpc)
    {
        context.EnsureTraceContext();
        return ForwardSpan.IsWanted ? ForwardTracedAsync(context, caller, callee, isGrpc) : ForwardAsync(context, callee, isGrpc);
    }

    private async Task ForwardTracedAsync(HttpContext context, string caller, string callee, bool isGrpc)
    {
        using var span = ForwardSpan.Start(context, isGrpc ? context.Request.Path.Value! : context.Request.Method, caller, callee);
        await ForwardAsync(context, callee, isGrpc);
    }

    private Task ForwardAsync(HttpContext context, string callee, bool isGrpc) =>
        isGrpc ? grpcProxy.ForwardAsync(context, callee) : httpInvocation.ForwardAsync(context, callee, context.Request.Path.ToUriComponent());

    private static void LimitBody(HttpContext context, int limit)
    {
        if (context.Request.ContentLength > limit)
        {
            throw new BadHttpRequestException($"the limit is {limit} bytes", StatusCodes.Status413PayloadTooLarge);
        }

        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } size)
        {
            size.MaxRequestBodySize = limit;
        }
    }

    private static Task WriteAsync(HttpContext context, DaprError error)
    {
        context.Response.StatusCode = error.HttpStatus;
        return context.Response.WriteAsJsonAsync(new { errorCode = error.Code, message = error.Message }, context.RequestAborted);
    }

    private static Task RefuseAsync(HttpContext context, bool isGrpc)
    {
        if (isGrpc)
        {
            context.Response.ContentType = "application/grpc";
            context.Response.Headers["grpc-status"] = ((int)StatusCode.Unauthenticated).ToString();
            context.Response.Headers["grpc-message"] = "invalid api token";
            return Task.CompletedTask;
        }

        context.Response.StatusCode = StatusCodes.Status401Unauthorized;
        return context.Response.WriteAsync("invalid api token", context.RequestAborted);
    }

    private static bool IsOwn(string path) =>
        path.StartsWith(OwnService, StringComparison.Ordinal) || path.StartsWith(WorkflowService, StringComparison.Ordinal);

    private bool MayCall(HttpContext context) =>
        _token is null
        || context.Request.Path.StartsWithSegments("/v1.0/healthz", StringComparison.Ordinal)
        || CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(context.Request.Headers[ForwardedHeaders.Token].ToString()), _token);

    [LoggerMessage(LogLevel.Error, "{Path} failed")]
    private partial void LogFailed(string path, Exception failure);
}
