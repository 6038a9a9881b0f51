using Google.Protobuf;

namespace Dapr.Client;

public abstract partial class DaprClient
{
    /// <summary>
    /// Calls <c>AppCallback.OnInvoke</c> of an app whose protocol is gRPC, without a message. Apps with gRPC services of their own are
    /// called with <see cref="CreateInvocationInvoker"/> instead.
    /// </summary>
    /// <param name="appId">The app.</param>
    /// <param name="methodName">The method.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <exception cref="InvocationException">The call failed.</exception>
    public abstract Task InvokeMethodGrpcAsync(string appId, string methodName, CancellationToken cancellationToken = default);

    /// <summary>Calls <c>AppCallback.OnInvoke</c> of an app whose protocol is gRPC, with a message.</summary>
    /// <typeparam name="TRequest">Type of the message.</typeparam>
    /// <param name="appId">The app.</param>
    /// <param name="methodName">The method.</param>
    /// <param name="data">The message.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <exception cref="InvocationException">The call failed.</exception>
    public abstract Task InvokeMethodGrpcAsync<TRequest>(
        string appId, string methodName, TRequest data, CancellationToken cancellationToken = default)
        where TRequest : IMessage;

    /// <summary>Calls <c>AppCallback.OnInvoke</c> of an app whose protocol is gRPC, for a message.</summary>
    /// <typeparam name="TResponse">Type of the answer.</typeparam>
    /// <param name="appId">The app.</param>
    /// <param name="methodName">The method.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <exception cref="InvocationException">The call failed.</exception>
    public abstract Task<TResponse> InvokeMethodGrpcAsync<TResponse>(
        string appId, string methodName, CancellationToken cancellationToken = default)
        where TResponse : IMessage, new();

    /// <summary>Calls <c>AppCallback.OnInvoke</c> of an app whose protocol is gRPC, with a message for a message.</summary>
    /// <typeparam name="TRequest">Type of the message.</typeparam>
    /// <typeparam name="TResponse">Type of the answer.</typeparam>
    /// <param name="appId">The app.</param>
    /// <param name="methodName">The method.</param>
    /// <param name="data">The message.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <exception cref="InvocationException">The call failed.</exception>
    public abstract Task<TResponse> InvokeMethodGrpcAsync<TRequest, TResponse>(
        string appId, string methodName, TRequest data, CancellationToken cancellationToken = default)
        where TRequest : IMessage
        where TResponse : IMessage, new();
}
