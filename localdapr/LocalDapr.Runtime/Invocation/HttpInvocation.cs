using Grpc.Core;
using LocalDapr.Runtime.Errors;
using LocalDapr.Runtime.Hosting;
using Microsoft.AspNetCore.Http;

namespace LocalDapr.Runtime.Invocation;

/// <summary>Service invocation over HTTP: the request goes to the other app as it came, and so does its answer.</summary>
internal sealed class HttpInvocation(SidecarRegistry sidecars)
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
            throw Failed(appId, $"couldn't find service: {appId}");
        }

        if (callee.App.Protocol == AppProtocol.Grpc)
        {
            await CallbackInvocation.ForwardAsync(context, callee, path);
            return;
        }

        var source = context.Request;
        using var request = new HttpRequestMessage(
            new HttpMethod(source.Method),
            callee.Channel.AddressOf(path + source.QueryString.ToUriComponent()));
        if (source.ContentLength is > 0 || source.Headers.TransferEncoding.Count > 0)
        {
            request.Content = new StreamedBody(source.BodyReader, source.ContentLength, context.RequestAborted);
        }

        ForwardedHeaders.CopyRequest(context, request, context.GetSidecar().AppId, callee.AppId);
        request.Headers.TryAddWithoutValidation("X-Forwarded-Host", source.Host.Value);
        using var response = await SendAsync(callee, request, appId, context.RequestAborted);
        context.Response.StatusCode = (int)response.StatusCode;
        ForwardedHeaders.CopyResponse(response, context.Response.Headers);
        await response.Content.CopyToAsync(context.Response.Body, context.RequestAborted);
    }

    private static async Task<HttpResponseMessage> SendAsync(
        Sidecar callee,
        HttpRequestMessage request,
        string appId,
        CancellationToken cancellationToken)
    {
        try
        {
            return await callee.Channel.SendAsync(request, cancellationToken);
        }
        catch (HttpRequestException failure)
        {
            throw Failed(appId, failure.HttpRequestError.ToString());
        }
    }

    private static DaprException Failed(string appId, string reason) =>
        new DaprError("ERR_DIRECT_INVOKE", StatusCodes.Status500InternalServerError, StatusCode.Internal, $"failed to invoke, id: {appId}, err: {reason}")
            .ToException();
}
