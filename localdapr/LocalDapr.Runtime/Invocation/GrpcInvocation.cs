using Dapr.Proto.Common.V1;
using Dapr.Proto.Runtime.V1;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Google.Rpc;
using Grpc.Core;
using LocalDapr.Runtime.Hosting;
using LocalDapr.Runtime.Resiliency;
using GrpcStatus = Grpc.Core.Status;
using Verb = Dapr.Proto.Common.V1.HTTPExtension.Types.Verb;

namespace LocalDapr.Runtime.Invocation;

/// <summary>
/// Service invocation by the rpc InvokeService: an app that speaks gRPC gets OnInvoke of its AppCallback service, any other an HTTP request.
/// </summary>
internal sealed class GrpcInvocation(SidecarRegistry sidecars, MethodInvocation methods)
{
    // ErrorInfo bounds the values of its metadata.
    private const int LongestDetail = 63;
    private const string StatusDetails = "grpc-status-details-bin";

    /// <summary>Calls a method of an app.</summary>
    /// <exception cref="RpcException">The status that the app gave.</exception>
    /// <exception cref="Errors.DaprException">The app is unknown or does not answer.</exception>
    public async Task<InvokeResponse> InvokeAsync(Sidecar caller, InvokeServiceRequest request, ServerCallContext context)
    {
        if (sidecars.Find(request.Id) is not { Channel.HasPort: true } callee)
        {
            throw InvocationErrors.NotFound(request.Id);
        }

        callee.Health.Require();
        var message = request.Message ?? new InvokeRequest();
        var answer = await methods.RunAsync(caller, callee, message.Method, CallOf(caller, callee, message, context), context.CancellationToken);
        if (answer.Headers.Count > 0)
        {
            await context.WriteResponseHeadersAsync(answer.Headers);
        }

        foreach (var entry in answer.Trailers)
        {
            context.ResponseTrailers.Add(entry);
        }

        return answer.Response ?? throw answer.Error!;
    }

    private static Func<CancellationToken, Task<MethodAnswer>> CallOf(Sidecar caller, Sidecar callee, InvokeRequest message, ServerCallContext context)
    {
        if (callee.App.Protocol != AppProtocol.Grpc)
        {
            var http = RequireHttp(message);
            return token => SendAsync(caller, callee, message, http, context.RequestHeaders, token);
        }

        var headers = InvocationMetadata.Forward(context.RequestHeaders);
        ForwardedHeaders.AddParties(headers, caller.AppId, callee.AppId);
        return token => MethodInvocation.OnInvokeAsync(callee, message, headers, context.Deadline, token);
    }

    private static async Task<MethodAnswer> SendAsync(
        Sidecar caller, Sidecar callee, InvokeRequest message, HTTPExtension http, Metadata headers, CancellationToken cancellationToken)
    {
        using var request = NewRequest(callee, message, http);
        InvocationMetadata.AddTo(request.Headers, headers);
        ForwardedHeaders.AddParties(request.Headers, caller.AppId, callee.AppId);
        using var response = await callee.Channel.SendAsync(request, cancellationToken);
        await response.Content.LoadIntoBufferAsync(callee.App.MaxBodyBytes, cancellationToken);
        var body = await response.Content.ReadAsByteArrayAsync(cancellationToken);
        var answer = new MethodAnswer { Headers = InvocationMetadata.FromHttp(response) };
        if (StatusMapping.ToGrpc((int)response.StatusCode) != StatusCode.OK)
        {
            return answer with { Error = Failed(response, body), Failure = Failure.Of((int)response.StatusCode) };
        }

        var contentType = response.Content.Headers.ContentType?.ToString() ?? "";
        return answer with { Response = new InvokeResponse { Data = new Any { Value = UnsafeByteOperations.UnsafeWrap(body) }, ContentType = contentType } };
    }

    private static HTTPExtension RequireHttp(InvokeRequest message)
    {
        if (message.HttpExtension is { Verb: not (Verb.None or Verb.Connect) } http)
        {
            return http;
        }

        var reason = message.HttpExtension is null ? "missing HTTP extension field" : "invalid HTTP verb";
        throw new RpcException(new GrpcStatus(StatusCode.InvalidArgument, reason));
    }

    private static HttpRequestMessage NewRequest(Sidecar callee, InvokeRequest message, HTTPExtension http)
    {
        var query = http.Querystring.Length > 0 ? "?" + http.Querystring : "";
        var request = new HttpRequestMessage(
            new HttpMethod(http.Verb.ToString().ToUpperInvariant()),
            callee.Channel.AddressOf("/" + message.Method.TrimStart('/') + query));
        if (message.Data is { } data && (data.Value.Length > 0 || message.ContentType.Length > 0))
        {
            request.Content = new ReadOnlyMemoryContent(data.Value.Memory);
            request.Content.Headers.TryAddWithoutValidation("content-type", message.ContentType.Length > 0 ? message.ContentType : "application/json");
        }

        return request;
    }

    /// <summary>The status of a failed request, with an ErrorInfo as daprd adds it.</summary>
    private static RpcException Failed(HttpResponseMessage response, byte[] body)
    {
        var status = new Google.Rpc.Status
        {
            Code = (int)StatusMapping.ToGrpc((int)response.StatusCode),
            Message = response.ReasonPhrase ?? "",
        };
        var text = System.Text.Encoding.UTF8.GetString(body, 0, Math.Min(body.Length, LongestDetail));
        status.Details.Add(Any.Pack(new ErrorInfo
        {
            // Field 1, which google/rpc/error_details.proto calls reason since.
            Type = status.Message,
            Domain = "dapr.io",
            Metadata = { ["http.code"] = ((int)response.StatusCode).ToString(), ["http.error_message"] = text },
        }));
        return new RpcException(
            new GrpcStatus((StatusCode)status.Code, status.Message),
            new Metadata { { StatusDetails, status.ToByteArray() } });
    }
}
