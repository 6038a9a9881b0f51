using Dapr.Proto.Common.V1;
using Dapr.Proto.Runtime.V1;
using Grpc.Core;
using LocalDapr.Runtime.Resiliency;

namespace LocalDapr.Runtime.Invocation;

/// <summary>Calls methods of apps by their names, under resiliency policies.</summary>
internal sealed class MethodInvocation(InvocationPolicies<MethodAnswer> policies, ServiceRetries retries)
{
    /// <summary>Makes a call, once or as often as the policies say.</summary>
    /// <param name="caller">Who calls.</param>
    /// <param name="callee">Who is called.</param>
    /// <param name="method">The method.</param>
    /// <param name="call">Makes one attempt.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <exception cref="Errors.DaprException">The app does not answer.</exception>
    public async Task<MethodAnswer> RunAsync(
        Sidecar caller, Sidecar callee, string method, Func<CancellationToken, Task<MethodAnswer>> call, CancellationToken cancellationToken)
    {
        Task<MethodAnswer> ReachAsync(CancellationToken token) => retries.RunAsync(caller, callee, () => call(token), token);

        try
        {
            return await (policies.Find(caller, callee) is { } pipelines
                ? pipelines[method].RunAsync(ReachAsync, reason => InvocationErrors.Failed(callee.AppId, reason), cancellationToken)
                : ReachAsync(cancellationToken));
        }
        catch (HttpRequestException failure)
        {
            throw InvocationErrors.Failed(callee.AppId, failure.HttpRequestError.ToString());
        }
        catch (RpcException)
        {
            // Answers of the app are no exceptions here: there was no connection.
            throw InvocationErrors.Failed(callee.AppId, nameof(HttpRequestError.ConnectionError));
        }
    }

    /// <summary>Calls a method of an app that speaks gRPC: OnInvoke of its AppCallback service.</summary>
    public static async Task<MethodAnswer> OnInvokeAsync(
        Sidecar callee, InvokeRequest message, Metadata headers, DateTime? deadline, CancellationToken cancellationToken)
    {
        using var call = new AppCallback.AppCallbackClient(callee.Channel.Calls).OnInvokeAsync(message, headers, deadline, cancellationToken);
        try
        {
            var response = await call;
            return new MethodAnswer { Response = response, Headers = InvocationMetadata.Forward(await call.ResponseHeadersAsync), Trailers = call.GetTrailers() };
        }
        catch (RpcException error) when (!ConnectionFailure.Is(error))
        {
            cancellationToken.ThrowIfCancellationRequested();
            return new MethodAnswer { Error = error, Failure = Failure.Of(error.StatusCode) };
        }
    }
}
