using Grpc.Core;
using Grpc.Core.Interceptors;

namespace Grpc.AspNetCore.Server.Internal;

/// <summary>Puts interceptors around a handler, once per method; the instances are found for each call.</summary>
internal static class Interception
{
    public static UnaryServerMethod<TRequest, TResponse> Wrap<TRequest, TResponse>(
        IReadOnlyList<InterceptorRegistration> interceptors,
        UnaryServerMethod<TRequest, TResponse> handler)
        where TRequest : class
        where TResponse : class =>
        interceptors.Reverse().Aggregate(handler, (next, registration) => async (request, context) =>
        {
            await using var interceptor = Lease.Take(registration, context);
            return await interceptor.Value.UnaryServerHandler(request, context, next);
        });

    public static ClientStreamingServerMethod<TRequest, TResponse> Wrap<TRequest, TResponse>(
        IReadOnlyList<InterceptorRegistration> interceptors,
        ClientStreamingServerMethod<TRequest, TResponse> handler)
        where TRequest : class
        where TResponse : class =>
        interceptors.Reverse().Aggregate(handler, (next, registration) => async (requests, context) =>
        {
            await using var interceptor = Lease.Take(registration, context);
            return await interceptor.Value.ClientStreamingServerHandler(requests, context, next);
        });

    public static ServerStreamingServerMethod<TRequest, TResponse> Wrap<TRequest, TResponse>(
        IReadOnlyList<InterceptorRegistration> interceptors,
        ServerStreamingServerMethod<TRequest, TResponse> handler)
        where TRequest : class
        where TResponse : class =>
        interceptors.Reverse().Aggregate(handler, (next, registration) => async (request, responses, context) =>
        {
            await using var interceptor = Lease.Take(registration, context);
            await interceptor.Value.ServerStreamingServerHandler(request, responses, context, next);
        });

    public static DuplexStreamingServerMethod<TRequest, TResponse> Wrap<TRequest, TResponse>(
        IReadOnlyList<InterceptorRegistration> interceptors,
        DuplexStreamingServerMethod<TRequest, TResponse> handler)
        where TRequest : class
        where TResponse : class =>
        interceptors.Reverse().Aggregate(handler, (next, registration) => async (requests, responses, context) =>
        {
            await using var interceptor = Lease.Take(registration, context);
            await interceptor.Value.DuplexStreamingServerHandler(requests, responses, context, next);
        });

    private readonly struct Lease(Interceptor value, bool created) : IAsyncDisposable
    {
        public Interceptor Value { get; } = value;

        public static Lease Take(InterceptorRegistration registration, ServerCallContext context)
        {
            var (interceptor, created) = registration.Get(context.GetHttpContext().RequestServices);
            return new Lease(interceptor, created);
        }

        public ValueTask DisposeAsync() => created ? Disposal.DisposeAsync(Value) : ValueTask.CompletedTask;
    }
}
