using System.Net.Sockets;
using Dapr;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Google.Rpc;
using Grpc.Core;
using Grpc.Core.Interceptors;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Platform.Hosting.Failures;
using Status = Grpc.Core.Status;

namespace Platform.Hosting.Internal;

/// <summary>
/// Around every call that a service serves: the method's access rule is enforced, calls made meanwhile know this one (<see cref="CurrentCall"/>),
/// and failures of the domain, and of what the service depends on (<see cref="Dependency"/>), become canonical statuses with <c>google.rpc</c> details. Everything
/// else stays as it is.
/// </summary>
internal sealed class ServiceInterceptor(AccessCheck access, IHostApplicationLifetime lifetime, ILogger<ServiceInterceptor> logger) : Interceptor
{
    private const string Domain = "platform";

    public override Task<TResponse> UnaryServerHandler<TRequest, TResponse>(
        TRequest request,
        ServerCallContext context,
        UnaryServerMethod<TRequest, TResponse> continuation) =>
        ServeAsync(context, () => continuation(request, context));

    public override Task<TResponse> ClientStreamingServerHandler<TRequest, TResponse>(
        IAsyncStreamReader<TRequest> requestStream,
        ServerCallContext context,
        ClientStreamingServerMethod<TRequest, TResponse> continuation) =>
        ServeAsync(context, () => continuation(requestStream, context));

    public override Task ServerStreamingServerHandler<TRequest, TResponse>(
        TRequest request,
        IServerStreamWriter<TResponse> responseStream,
        ServerCallContext context,
        ServerStreamingServerMethod<TRequest, TResponse> continuation) =>
        ServeAsync(context, async () =>
        {
            await continuation(request, responseStream, context);
            return true;
        });

    public override Task DuplexStreamingServerHandler<TRequest, TResponse>(
        IAsyncStreamReader<TRequest> requestStream,
        IServerStreamWriter<TResponse> responseStream,
        ServerCallContext context,
        DuplexStreamingServerMethod<TRequest, TResponse> continuation) =>
        ServeAsync(context, async () =>
        {
            await continuation(requestStream, responseStream, context);
            return true;
        });

    private async Task<TResult> ServeAsync<TResult>(ServerCallContext context, Func<Task<TResult>> serve)
    {
        CurrentCall.Context = context;
        try
        {
            access.Require(context);
            return await serve();
        }
        catch (PlatformException failure)
        {
            throw ToRpcException(failure);
        }
        catch (Exception failure) when (context.CancellationToken.IsCancellationRequested && failure is DaprException or HttpRequestException or SocketException)
        {
            // The caller left, or the deadline passed: that is how the call ended, whatever broke off by it.
            throw new OperationCanceledException("The call was cancelled.", failure, context.CancellationToken);
        }
        catch (Exception failure) when (!context.CancellationToken.IsCancellationRequested && IsAway(failure))
        {
            // What is away is neither the caller's fault nor a defect here: the call may be made again.
            var told = new UnavailableException("SIDECAR_UNAVAILABLE", "What the service depends on cannot be reached at the moment.");
            Dependency.LogAway(logger, told.Reason, failure);
            throw ToRpcException(told);
        }
    }

    // A service that says itself that it is unavailable says more than is known here. What is cancelled here, and not by the caller, is a load that took too long
    // or a service that stops; only while it stops its parts are disposed of.
    private bool IsAway(Exception failure) => failure switch
    {
        RpcException { StatusCode: StatusCode.Unavailable } => false,
        OperationCanceledException => true,
        ObjectDisposedException => lifetime.ApplicationStopping.IsCancellationRequested,
        _ => Dependency.IsAway(failure),
    };

    private static RpcException ToRpcException(PlatformException failure)
    {
        var code = CodeOf(failure);
        // The package still calls the field `reason` (number 1) by its first name.
        var info = new ErrorInfo { Type = failure.Reason, Domain = Domain };
        info.Metadata.Add(failure.Facts);
        var details = new Google.Rpc.Status { Code = (int)code, Message = failure.Message, Details = { Any.Pack(info) } };
        switch (failure)
        {
            case InvalidArgumentException invalid:
                details.Details.Add(Any.Pack(new BadRequest { FieldViolations = { invalid.Violations.Select(ToProto) } }));
                break;
            case ResourceExhaustedException exhausted:
                details.Details.Add(Any.Pack(new RetryInfo { RetryDelay = Duration.FromTimeSpan(exhausted.RetryAfter) }));
                break;
        }

        return new RpcException(new Status(code, failure.Message), new Metadata { { FailureDetails.Trailer, details.ToByteArray() } });
    }

    private static StatusCode CodeOf(PlatformException failure) => failure switch
    {
        InvalidArgumentException => StatusCode.InvalidArgument,
        NotFoundException => StatusCode.NotFound,
        AlreadyExistsException => StatusCode.AlreadyExists,
        FailedPreconditionException => StatusCode.FailedPrecondition,
        AbortedException => StatusCode.Aborted,
        UnauthenticatedException => StatusCode.Unauthenticated,
        PermissionDeniedException => StatusCode.PermissionDenied,
        ResourceExhaustedException => StatusCode.ResourceExhausted,
        UnavailableException => StatusCode.Unavailable,
        _ => StatusCode.Unknown,
    };

    private static BadRequest.Types.FieldViolation ToProto(FieldViolation violation) =>
        new() { Field = violation.Field, Description = violation.Description };
}
