using LocalDapr.Runtime.Errors;
using LocalDapr.Runtime.Hosting;
using LocalDapr.Runtime.Resiliency;
using Microsoft.AspNetCore.Http;
using Polly;

namespace LocalDapr.Runtime.Invocation;

/// <summary>
/// Service invocation over HTTP: the request goes to the other app as it came, and so does its answer. Resiliency policies hold for the whole
/// call; it is tried again only as long as nothing of an answer was handed on.
/// </summary>
internal sealed class HttpInvocation(
    SidecarRegistry sidecars, InvocationPolicies<InvocationAttempt> policies, ServiceRetries retries, CallbackInvocation callbacks)
{
    /// <summary>Forwards a request.</summary>
    /// <param name="context">The request.</param>
    /// <param name="appId">The app that is called.</param>
    /// <param name="path">The path at the app, escaped, with its leading slash.</param>
    /// <exception cref="DaprException">ERR_DIRECT_INVOKE when the app is unknown or does not answer.</exception>
    public async Task ForwardAsync(HttpContext context, string appId, string path)
    {
        if (sidecars.Find(appId) is not { Channel.HasPort: true } callee)
        {
            throw InvocationErrors.NotFound(appId);
        }

        callee.Health.Require();
        if (callee.App.Protocol == AppProtocol.Grpc)
        {
            await callbacks.ForwardAsync(context, callee, path);
            return;
        }

        var call = new HttpCall(context, callee, path);
        await (policies.Find(call.Caller, callee) is { } pipelines ? ForwardAsync(call, pipelines[path]) : ForwardOnceAsync(call));
    }

    private async Task ForwardOnceAsync(HttpCall call)
    {
        var (source, aborted) = (call.Context.Request, call.Context.RequestAborted);
        try
        {
            using var response = await SendAsync(
                call, () => call.HasBody ? new StreamedBody(source.BodyReader, source.ContentLength, aborted) : null, aborted);
            await call.AnswerAsync(response, aborted);
        }
        catch (HttpRequestException failure)
        {
            throw InvocationErrors.Failed(call.Callee.AppId, failure.HttpRequestError.ToString());
        }
    }

    private async Task ForwardAsync(HttpCall call, ResiliencePipeline<InvocationAttempt> pipeline)
    {
        var aborted = call.Context.RequestAborted;
        using var body = call.HasBody ? new ReplayableBody(call.Context.Request.BodyReader, aborted) : null;
        using var attempt = await pipeline.RunAsync(token => AttemptAsync(call, body, token), reason => InvocationErrors.Failed(call.Callee.AppId, reason), aborted);
        if (attempt.Response is null)
        {
            throw InvocationErrors.Failed(call.Callee.AppId, attempt.Reason);
        }

        if (!call.IsAnswered)
        {
            await call.AnswerAsync(attempt.Response, aborted);
        }
    }

    private async Task<InvocationAttempt> AttemptAsync(HttpCall call, ReplayableBody? body, CancellationToken cancellationToken)
    {
        if (body is { CanReplay: false })
        {
            return InvocationAttempt.TooLarge;
        }

        try
        {
            var response = await SendAsync(call, () => body?.NewContent(call.Context.Request.ContentLength), cancellationToken);
            if (Failure.Of((int)response.StatusCode) is { } failure)
            {
                return new InvocationAttempt(response, failure with { IsFinal = body is { CanReplay: false } });
            }

            try
            {
                return new InvocationAttempt(response, await call.AnswerAsync(response, cancellationToken) ? null : Failure.BrokenOff);
            }
            catch
            {
                response.Dispose();
                throw;
            }
        }
        catch (HttpRequestException exception)
        {
            return new InvocationAttempt(Response: null, Failure.NoAnswer with { IsFinal = body is { CanReplay: false } }, exception.HttpRequestError.ToString());
        }
    }

    private Task<HttpResponseMessage> SendAsync(HttpCall call, Func<HttpContent?> newBody, CancellationToken cancellationToken) => retries.RunAsync(
        call.Caller, call.Callee, () => call.Callee.Channel.SendAsync(call.NewRequest(newBody()), cancellationToken), cancellationToken);
}
