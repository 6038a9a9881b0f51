using System.Collections.Concurrent;
using Grpc.Core;
using Grpc.Core.Interceptors;

namespace Platform.Commerce.Tests;

/// <summary>Makes calls of the orders service go wrong: before they are made, or after, so that their answer is lost.</summary>
internal sealed class CallFaults : Interceptor
{
    private readonly ConcurrentDictionary<(string Method, string About), CallFault> _faults = new();

    /// <summary>Makes a method go wrong.</summary>
    /// <param name="method">The method, such as <c>ReserveStock</c>.</param>
    /// <param name="about">A text in the requests that go wrong, such as the order's id.</param>
    /// <param name="fault">How.</param>
    public void Add(string method, string about, CallFault fault) => _faults[(method, about)] = fault;

    public override AsyncUnaryCall<TResponse> AsyncUnaryCall<TRequest, TResponse>(
        TRequest request, ClientInterceptorContext<TRequest, TResponse> context, AsyncUnaryCallContinuation<TRequest, TResponse> continuation)
    {
        var text = request.ToString() ?? "";
        return _faults.FirstOrDefault(each => each.Key.Method == context.Method.Name && text.Contains(each.Key.About, StringComparison.Ordinal)).Value is { } fault
            && fault.IsNext()
            ? new AsyncUnaryCall<TResponse>(
                FailAsync(fault, () => continuation(request, context)),
                Task.FromResult(new Metadata()),
                static () => Status.DefaultSuccess,
                static () => [],
                static () => { })
            : continuation(request, context);
    }

    private static async Task<TResponse> FailAsync<TResponse>(CallFault fault, Func<AsyncUnaryCall<TResponse>> call)
    {
        if (fault.IsDone)
        {
            await call();
        }

        throw new RpcException(new Status(fault.IsDone ? StatusCode.DeadlineExceeded : StatusCode.Unavailable, "as the test wants it"));
    }
}

/// <summary>How a call goes wrong.</summary>
/// <param name="isDone">Whether it is done, and its answer lost.</param>
/// <param name="times">How often it goes wrong.</param>
internal sealed class CallFault(bool isDone, int times)
{
    private int _left = times;

    public bool IsDone => isDone;

    public bool IsNext() => Interlocked.Decrement(ref _left) >= 0;
}
