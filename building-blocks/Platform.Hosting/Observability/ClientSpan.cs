using System.Diagnostics;
using Grpc.Core;
using Grpc.Core.Interceptors;

namespace Platform.Hosting.Observability;

/// <summary>The span of a call to another service, from its begin to its status; its context goes with the call.</summary>
internal sealed class ClientSpan
{
    /// <summary>What the spans come from.</summary>
    public static readonly ActivitySource Source = new("Platform.Hosting.Calls");

    private readonly Activity _span;

    private ClientSpan(Activity span) => _span = span;

    /// <summary>Begins the span of a call; null when nobody wants it.</summary>
    public static ClientSpan? Start(IMethod method)
    {
        var caller = Activity.Current;
        if (Source.StartActivity(method.FullName[1..], ActivityKind.Client) is not { } span)
        {
            return null;
        }

        // The caller may go on with something else meanwhile, which is not part of the call.
        Activity.Current = caller;
        RpcAttributes.Set(span, method.FullName);
        return new ClientSpan(span);
    }

    /// <summary>Begins the call within the span.</summary>
    public TCall Run<TRequest, TResponse, TCall>(
        ClientInterceptorContext<TRequest, TResponse> context, Func<ClientInterceptorContext<TRequest, TResponse>, TCall> begin)
        where TRequest : class
        where TResponse : class
    {
        var caller = Activity.Current;
        Activity.Current = _span;
        try
        {
            return begin(new(context.Method, context.Host, context.Options.WithHeaders(WithContext(context.Options.Headers))));
        }
        catch (Exception failure)
        {
            End(RpcAttributes.CodeOf(failure, isCancelled: false));
            throw;
        }
        finally
        {
            Activity.Current = caller;
        }
    }

    /// <summary>Ends the span with the response.</summary>
    public async Task<TResponse> EndWithAsync<TResponse>(Task<TResponse> response)
    {
        try
        {
            var result = await response;
            End(StatusCode.OK);
            return result;
        }
        catch (Exception failure)
        {
            End(RpcAttributes.CodeOf(failure, isCancelled: true));
            throw;
        }
    }

    /// <summary>Ends the span, unless it has ended.</summary>
    public void End(StatusCode code)
    {
        if (_span.IsStopped)
        {
            return;
        }

        _span.SetTag(RpcAttributes.RpcStatus, (int)code);
        _span.SetStatus(code == StatusCode.OK ? ActivityStatusCode.Unset : ActivityStatusCode.Error);
        var current = Activity.Current;
        _span.Stop();
        Activity.Current = current;
    }

    private Metadata WithContext(Metadata? headers)
    {
        var all = new Metadata();
        foreach (var entry in headers ?? [])
        {
            all.Add(entry);
        }

        DistributedContextPropagator.Current.Inject(_span, all, static (carrier, name, value) => ((Metadata)carrier!).Add(name, value));
        return all;
    }
}
