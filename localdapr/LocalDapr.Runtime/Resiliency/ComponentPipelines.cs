using LocalDapr.Runtime.Components;
using Microsoft.Extensions.Logging;
using Polly;
using Polly.CircuitBreaker;
using Polly.Timeout;

namespace LocalDapr.Runtime.Resiliency;

/// <summary>Runs calls under resiliency policies.</summary>
internal static class ComponentPipelines
{
    /// <summary>The pipeline for calls of a component that fail by exceptions; null when it has no outbound policies.</summary>
    public static ResiliencePipeline<T>? OutboundOf<T>(this ResiliencyPolicies resiliency, Component component, TimeProvider time, ILogger logger) =>
        resiliency.ForComponent(component.Name, component.BuildingBlock, ComponentDirection.Outbound) is { } policies
            ? new PolicyPipelines<T>(component.Name, policies, Failures.OfException, time, logger)[""]
            : null;

    /// <summary>Makes a call; what the policies refuse or end becomes an exception of the caller's choice, made from the reason.</summary>
    public static async Task<T> RunAsync<T>(
        this ResiliencePipeline<T> pipeline, Func<CancellationToken, Task<T>> call, Func<string, Exception> refused, CancellationToken cancellationToken)
    {
        try
        {
            return await pipeline.ExecuteAsync(static async (call, token) => await call(token), call, cancellationToken);
        }
        catch (TimeoutRejectedException)
        {
            throw refused("no answer before the timeout");
        }
        catch (BrokenCircuitException refusal)
        {
            throw refused(refusal.Message);
        }
    }
}
