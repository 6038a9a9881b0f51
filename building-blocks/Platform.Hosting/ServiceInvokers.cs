using System.Collections.Concurrent;
using Dapr.Client;
using Grpc.Core;
using Grpc.Core.Interceptors;
using Microsoft.Extensions.Configuration;
using Platform.Hosting.Internal;
using Platform.Hosting.Observability;

namespace Platform.Hosting;

/// <summary>
/// The ways to other services, through the own sidecar. A unary call that gives no deadline has <see cref="DefaultTimeout"/>; no call outlasts the
/// call that is being served while it is made, and one that gives no cancellation token ends with it.
/// </summary>
/// <param name="configuration">Says where the sidecar is: <c>DAPR_GRPC_ENDPOINT</c> or <c>DAPR_GRPC_PORT</c>, and <c>DAPR_API_TOKEN</c>.</param>
/// <param name="clock">The clock of deadlines.</param>
public sealed class ServiceInvokers(IConfiguration configuration, TimeProvider clock)
{
    /// <summary>How long a unary call may take that says nothing else.</summary>
    public static readonly TimeSpan DefaultTimeout = TimeSpan.FromSeconds(5);

    private readonly ConcurrentDictionary<string, Lazy<CallInvoker>> _invokers = new(StringComparer.Ordinal);

    /// <summary>The invoker of calls to a service. Invokers are kept: each holds a connection.</summary>
    /// <param name="appId">The app id of the service.</param>
    public CallInvoker For(string appId) => _invokers.GetOrAdd(appId, id => new Lazy<CallInvoker>(() => Create(id))).Value;

    private CallInvoker Create(string appId)
    {
        var invoker = DaprClient.CreateInvocationInvoker(appId, SidecarAddress(), configuration["DAPR_API_TOKEN"]);
        invoker = Telemetry.IsOn(configuration) ? invoker.Intercept(new ClientTelemetryInterceptor()) : invoker;
        return invoker.Intercept(new ClientCallInterceptor(clock, DefaultTimeout));
    }

    // Null leaves it to the environment.
    private string? SidecarAddress() =>
        configuration["DAPR_GRPC_ENDPOINT"] ?? (configuration["DAPR_GRPC_PORT"] is { } port ? $"http://127.0.0.1:{port}" : null);
}
