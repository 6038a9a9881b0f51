using Grpc.Core;
using Microsoft.Extensions.Options;
using Platform.Gateway.Edge;
using Platform.Gateway.Problems;
using Platform.Gateway.Transcoding.Binding;
using Platform.Gateway.Transcoding.Templates;

namespace Platform.Gateway.Transcoding;

/// <summary>Answers HTTP/JSON requests by calling the RPCs that their methods and paths are bound to.</summary>
internal sealed class Transcoder(ApiSurface api, IBackends backends, IOptions<GatewayOptions> options, TimeProvider time)
{
    private readonly RequestReader _requests = new(api, options.Value.MaxRequestBodySize);
    private readonly ResponseWriter _responses = new(api.Json);
    private readonly GatewayOptions _options = options.Value;

    /// <exception cref="ProblemException">No method is bound to the request, or the request does not fit its method.</exception>
    /// <exception cref="RpcException">The call failed.</exception>
    public async Task InvokeAsync(HttpContext context)
    {
        var match = Match(context);
        var binding = match.Route!;
        AccessRecord.Matched(context, binding.Route);
        var request = await _requests.ReadAsync(context, binding, match.Values);
        var invoker = backends.For(binding.AppId);
        var call = Options(context, binding);
        if (binding.Method.IsServerStreaming)
        {
            using var stream = invoker.AsyncServerStreamingCall(binding.Rpc, null, call, request);
            await _responses.WriteStreamAsync(context, binding, stream.ResponseStream);
        }
        else
        {
            using var unary = invoker.AsyncUnaryCall(binding.Rpc, null, call, request);
            await _responses.WriteAsync(context, binding, await unary.ResponseAsync);
        }
    }

    private RouteMatch<HttpBinding> Match(HttpContext context)
    {
        // A server answers HEAD like GET; Kestrel leaves the body out.
        var method = HttpMethods.IsHead(context.Request.Method) ? HttpMethods.Get : context.Request.Method;
        var match = api.Routes.Match(method, RequestTarget.RawPath(context));
        return match.Outcome switch
        {
            RouteOutcome.Found => match,
            RouteOutcome.MethodNotAllowed => throw new ProblemException(Problem.Local(
                StatusCode.Unimplemented,
                StatusCodes.Status405MethodNotAllowed,
                "METHOD_NOT_ALLOWED",
                "This path does not take this method.") with
            { Allow = match.Allowed }),
            RouteOutcome.MalformedPath => throw new ProblemException(Problem.Local(
                StatusCode.InvalidArgument,
                StatusCodes.Status400BadRequest,
                "MALFORMED_PATH",
                "The path has percent-escapes that do not decode to UTF-8.")),
            _ => throw new ProblemException(Problem.Local(
                StatusCode.NotFound, StatusCodes.Status404NotFound, "ROUTE_NOT_FOUND", "No method is bound to this path.")),
        };
    }

    private CallOptions Options(HttpContext context, HttpBinding binding)
    {
        var timeout = binding.Method.IsServerStreaming ? _options.StreamTimeout : _options.CallTimeout;
        return new CallOptions(
            CallMetadata.From(context, _options),
            time.GetUtcNow().UtcDateTime + timeout,
            context.RequestAborted);
    }
}
