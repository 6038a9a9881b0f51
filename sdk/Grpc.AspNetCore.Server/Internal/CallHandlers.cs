using System.Runtime.CompilerServices;
using Grpc.Core;

namespace Grpc.AspNetCore.Server.Internal;

/// <summary>One message in, one out. Nothing is sent before the status is known, so that all of it leaves in one piece.</summary>
internal sealed class UnaryCallHandler<TRequest, TResponse>(
    Method<TRequest, TResponse> method,
    UnaryServerMethod<TRequest, TResponse> invoke,
    MethodOptions options,
    CallEnvironment environment) : CallHandler<TRequest, TResponse>(method, options, environment)
    where TRequest : class
    where TResponse : class
{
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
    protected override async ValueTask InvokeAsync(HttpContextServerCallContext context, MessagePipe<TRequest, TResponse> pipe)
    {
        var request = await pipe.ReadSingleAsync();
        var response = await invoke(request, context);
        await pipe.WriteResultAsync(response);
    }
}

/// <summary>Many messages in, one out.</summary>
internal sealed class ClientStreamingCallHandler<TRequest, TResponse>(
    Method<TRequest, TResponse> method,
    ClientStreamingServerMethod<TRequest, TResponse> invoke,
    MethodOptions options,
    CallEnvironment environment) : CallHandler<TRequest, TResponse>(method, options, environment)
    where TRequest : class
    where TResponse : class
{
    protected override async ValueTask InvokeAsync(HttpContextServerCallContext context, MessagePipe<TRequest, TResponse> pipe)
    {
        var response = await invoke(new RequestStream<TRequest, TResponse>(pipe), context);
        await pipe.WriteResultAsync(response);
    }
}

/// <summary>One message in, many out.</summary>
internal sealed class ServerStreamingCallHandler<TRequest, TResponse>(
    Method<TRequest, TResponse> method,
    ServerStreamingServerMethod<TRequest, TResponse> invoke,
    MethodOptions options,
    CallEnvironment environment) : CallHandler<TRequest, TResponse>(method, options, environment)
    where TRequest : class
    where TResponse : class
{
    protected override async ValueTask InvokeAsync(HttpContextServerCallContext context, MessagePipe<TRequest, TResponse> pipe)
    {
        var request = await pipe.ReadSingleAsync();
        await invoke(request, new ResponseStream<TRequest, TResponse>(pipe, context), context);
    }
}

/// <summary>Many messages in, many out.</summary>
internal sealed class DuplexStreamingCallHandler<TRequest, TResponse>(
    Method<TRequest, TResponse> method,
    DuplexStreamingServerMethod<TRequest, TResponse> invoke,
    MethodOptions options,
    CallEnvironment environment) : CallHandler<TRequest, TResponse>(method, options, environment)
    where TRequest : class
    where TResponse : class
{
    protected override ValueTask InvokeAsync(HttpContextServerCallContext context, MessagePipe<TRequest, TResponse> pipe) =>
        new(invoke(new RequestStream<TRequest, TResponse>(pipe), new ResponseStream<TRequest, TResponse>(pipe, context), context));
}
