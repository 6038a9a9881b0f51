using System.Reflection;
using Grpc.Core;

namespace Grpc.AspNetCore.Server.Internal;

/// <summary>
/// Receives the methods of a service from its generated <c>BindService</c>. The handlers that come along belong to no instance, so each is
/// bound to the service's method by name, and the instance is found for each call.
/// </summary>
internal sealed class ServiceMethodBinder<TService>(MethodOptions options, CallEnvironment environment, IServiceProvider services)
    : ServiceBinderBase
    where TService : class
{
    private readonly ServiceActivator<TService> _activator = new(services);

    public List<BoundMethod> Methods { get; } = [];

    public override void AddMethod<TRequest, TResponse>(
        Method<TRequest, TResponse> method,
        UnaryServerMethod<TRequest, TResponse>? handler)
    {
        var (info, call) = Find<Func<TService, TRequest, ServerCallContext, Task<TResponse>>>(method);
        UnaryServerMethod<TRequest, TResponse> invoke = (request, context) =>
        {
            var service = _activator.Get(context.GetHttpContext());
            return service.NeedsDisposal ? InvokeAndDisposeAsync(service, request, context) : call(service.Value, request, context);
        };

        async Task<TResponse> InvokeAndDisposeAsync(ServiceActivator<TService>.Instance service, TRequest request, ServerCallContext context)
        {
            await using (service)
            {
                return await call(service.Value, request, context);
            }
        }

        invoke = Interception.Wrap(options.Interceptors, invoke);
        Methods.Add(new(method, info, new UnaryCallHandler<TRequest, TResponse>(method, invoke, options, environment).HandleAsync));
    }

    public override void AddMethod<TRequest, TResponse>(
        Method<TRequest, TResponse> method,
        ClientStreamingServerMethod<TRequest, TResponse>? handler)
    {
        var (info, call) = Find<Func<TService, IAsyncStreamReader<TRequest>, ServerCallContext, Task<TResponse>>>(method);
        ClientStreamingServerMethod<TRequest, TResponse> invoke = async (requests, context) =>
        {
            await using var service = _activator.Get(context.GetHttpContext());
            return await call(service.Value, requests, context);
        };
        invoke = Interception.Wrap(options.Interceptors, invoke);
        Methods.Add(new(method, info, new ClientStreamingCallHandler<TRequest, TResponse>(method, invoke, options, environment).HandleAsync));
    }

    public override void AddMethod<TRequest, TResponse>(
        Method<TRequest, TResponse> method,
        ServerStreamingServerMethod<TRequest, TResponse>? handler)
    {
        var (info, call) = Find<Func<TService, TRequest, IServerStreamWriter<TResponse>, ServerCallContext, Task>>(method);
        ServerStreamingServerMethod<TRequest, TResponse> invoke = async (request, responses, context) =>
        {
            await using var service = _activator.Get(context.GetHttpContext());
            await call(service.Value, request, responses, context);
        };
        invoke = Interception.Wrap(options.Interceptors, invoke);
        Methods.Add(new(method, info, new ServerStreamingCallHandler<TRequest, TResponse>(method, invoke, options, environment).HandleAsync));
    }

    public override void AddMethod<TRequest, TResponse>(
        Method<TRequest, TResponse> method,
        DuplexStreamingServerMethod<TRequest, TResponse>? handler)
    {
        var (info, call) =
            Find<Func<TService, IAsyncStreamReader<TRequest>, IServerStreamWriter<TResponse>, ServerCallContext, Task>>(method);
        DuplexStreamingServerMethod<TRequest, TResponse> invoke = async (requests, responses, context) =>
        {
            await using var service = _activator.Get(context.GetHttpContext());
            await call(service.Value, requests, responses, context);
        };
        invoke = Interception.Wrap(options.Interceptors, invoke);
        Methods.Add(new(method, info, new DuplexStreamingCallHandler<TRequest, TResponse>(method, invoke, options, environment).HandleAsync));
    }

    private static (MethodInfo Info, TDelegate Call) Find<TDelegate>(IMethod method)
        where TDelegate : Delegate
    {
        // The first type argument is the service, the last one the result.
        var parameters = typeof(TDelegate).GetGenericArguments()[1..^1];
        var info = typeof(TService).GetMethod(method.Name, BindingFlags.Public | BindingFlags.Instance, parameters)
            ?? throw new InvalidOperationException($"{typeof(TService)} has no method {method.Name} with the signature of its proto.");
        return (info, info.CreateDelegate<TDelegate>());
    }
}
