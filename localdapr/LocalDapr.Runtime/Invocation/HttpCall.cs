using Microsoft.AspNetCore.Http;

namespace LocalDapr.Runtime.Invocation;

/// <summary>One call of an app over HTTP: the request as it goes to the app, once or several times, and the answer as it goes back.</summary>
internal sealed class HttpCall(HttpContext context, Sidecar callee, string path)
{
    public HttpContext Context => context;

    public Sidecar Caller { get; } = context.GetSidecar();

    public Sidecar Callee => callee;

    /// <summary>The path at the app.</summary>
    public string Path => path;

    public bool HasBody => context.Request.ContentLength is > 0 || context.Request.Headers.TransferEncoding.Count > 0;

    /// <summary>Whether the caller has got an answer, or a part of one.</summary>
    public bool IsAnswered { get; private set; }

    /// <summary>The request for one attempt.</summary>
    public HttpRequestMessage NewRequest(HttpContent? body)
    {
        var source = context.Request;
        var request = new HttpRequestMessage(new HttpMethod(source.Method), callee.Channel.AddressOf(path + source.QueryString.ToUriComponent()))
        {
            Content = body,
        };
        ForwardedHeaders.CopyRequest(context, request, Caller.AppId, callee.AppId);
        request.Headers.TryAddWithoutValidation("X-Forwarded-Host", source.Host.Value);
        return request;
    }

    /// <summary>Hands an answer on. When it breaks off, so does what the caller gets.</summary>
    /// <returns>Whether it came to its end.</returns>
    public async Task<bool> AnswerAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        IsAnswered = true;
        context.Response.StatusCode = (int)response.StatusCode;
        ForwardedHeaders.CopyResponse(response, context.Response.Headers);
        try
        {
            await response.Content.CopyToAsync(context.Response.Body, cancellationToken);
            return true;
        }
        catch (Exception failure) when (failure is HttpRequestException or IOException or OperationCanceledException)
        {
            context.Abort();
            return false;
        }
    }
}
