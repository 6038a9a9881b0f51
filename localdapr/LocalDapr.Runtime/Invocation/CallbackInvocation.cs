using Dapr.Proto.Common.V1;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using LocalDapr.Runtime.Http;
using Microsoft.AspNetCore.Http;
using Verb = Dapr.Proto.Common.V1.HTTPExtension.Types.Verb;

namespace LocalDapr.Runtime.Invocation;

/// <summary>Service invocation over HTTP of an app that speaks gRPC: OnInvoke of its AppCallback service.</summary>
internal sealed class CallbackInvocation(MethodInvocation methods)
{
    /// <summary>Calls the app and answers the request.</summary>
    /// <param name="context">The request.</param>
    /// <param name="callee">The app that is called.</param>
    /// <param name="path">The method, escaped, with a leading slash.</param>
    public async Task ForwardAsync(HttpContext context, Sidecar callee, string path)
    {
        var headers = InvocationMetadata.FromHttp(context.Request.Headers);
        ForwardedHeaders.AddParties(headers, context.GetSidecar().AppId, callee.AppId);
        var message = await ReadAsync(context, path);
        var answer = await methods.RunAsync(
            context.GetSidecar(),
            callee,
            message.Method,
            token => MethodInvocation.OnInvokeAsync(callee, message, headers, deadline: null, token),
            context.RequestAborted);
        if (answer.Response is { } response)
        {
            InvocationMetadata.AddTo(context.Response.Headers, answer.Headers);
            var body = response.Data?.Value.Memory ?? default;
            context.Response.ContentType = response.ContentType.Length > 0 ? response.ContentType : "application/json";
            context.Response.ContentLength = body.Length;
            await context.Response.BodyWriter.WriteAsync(body, context.RequestAborted);
        }
        else
        {
            var failure = answer.Error!;
            context.Response.StatusCode = StatusMapping.ToHttp(failure.StatusCode);
            await context.Response.WriteAsJsonAsync(
                new { code = (int)failure.StatusCode, message = failure.Status.Detail }, context.RequestAborted);
        }
    }

    private static async Task<InvokeRequest> ReadAsync(HttpContext context, string path)
    {
        var body = await RequestBody.ReadAsync(context);
        return new InvokeRequest
        {
            Method = Uri.UnescapeDataString(path.TrimStart('/')),
            ContentType = context.Request.ContentType ?? "",
            Data = new Any { Value = UnsafeByteOperations.UnsafeWrap(body) },
            HttpExtension = new HTTPExtension
            {
                Verb = System.Enum.TryParse<Verb>(context.Request.Method, ignoreCase: true, out var verb) ? verb : Verb.None,
                Querystring = context.Request.QueryString.HasValue ? context.Request.QueryString.Value![1..] : "",
            },
        };
    }
}
