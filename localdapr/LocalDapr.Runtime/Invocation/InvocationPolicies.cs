using System.Collections.Concurrent;
using LocalDapr.Runtime.Resiliency;
using Microsoft.Extensions.Logging;
using Polly;

namespace LocalDapr.Runtime.Invocation;

/// <summary>The resiliency policies of invocations, made for each caller and callee when they are first needed.</summary>
/// <typeparam name="T">What an attempt ends with.</typeparam>
internal sealed class InvocationPolicies<T>(Func<Outcome<T>, Failure?> failureOf, TimeProvider time, ILogger logger)
{
    private readonly ConcurrentDictionary<(Sidecar Caller, string Callee), PolicyPipelines<T>?> _pipelines = new();

    /// <summary>The policies for calls from one app to another; null when there are none.</summary>
    public PolicyPipelines<T>? Find(Sidecar caller, Sidecar callee) =>
        _pipelines.TryGetValue((caller, callee.AppId), out var pipelines) ? pipelines : _pipelines.GetOrAdd((caller, callee.AppId), Create);

    private PolicyPipelines<T>? Create((Sidecar Caller, string Callee) call) =>
        call.Caller.Resources.Resiliency.ForApp(call.Callee) is { } policies ? new(call.Callee, policies, failureOf, time, logger) : null;
}
