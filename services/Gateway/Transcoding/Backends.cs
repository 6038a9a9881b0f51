using Grpc.Core;
using Platform.Hosting;

namespace Platform.Gateway.Transcoding;

/// <summary>How the gateway reaches the services.</summary>
internal interface IBackends
{
    /// <summary>The invoker of calls to an app. Invokers are kept: each holds a connection.</summary>
    CallInvoker For(string appId);
}

/// <summary>Reaches every service through the gateway's own sidecar.</summary>
internal sealed class SidecarBackends(ServiceInvokers invokers) : IBackends
{
    public CallInvoker For(string appId) => invokers.For(appId);
}
