using System.Collections.Concurrent;
using Dapr.Client;
using Grpc.Core;

namespace Platform.Gateway.Transcoding;

/// <summary>How the gateway reaches the services.</summary>
internal interface IBackends
{
    /// <summary>The invoker of calls to an app. Invokers are kept: each holds a connection.</summary>
    CallInvoker For(string appId);
}

/// <summary>Reaches every service through the gateway's own sidecar.</summary>
internal sealed class SidecarBackends : IBackends
{
    private readonly ConcurrentDictionary<string, CallInvoker> _invokers = new(StringComparer.Ordinal);

    public CallInvoker For(string appId) => _invokers.GetOrAdd(appId, static id => DaprClient.CreateInvocationInvoker(id));
}
