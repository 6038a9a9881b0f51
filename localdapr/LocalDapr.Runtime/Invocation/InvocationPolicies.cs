using System.Collections.Concurrent;
using LocalDapr.Runtime.Resiliency;
using Microsoft.Extensions.Logging;

namespace LocalDapr.Runtime.Invocation;

/// <summary>The resiliency policies of invocations, made for each caller and callee when they are first needed.</summary>
internal sealed class InvocationPolicies(TimeProvider time, ILogger<InvocationPolicies> logger)
{
    private readonly ConcurrentDictionary<(Sidecar Caller, string Callee), PolicyPipelines<InvocationAttempt>?> _pipelines = new();

    /// <summary>The policies for calls from one app to another; null when there are none.</summary>
    public PolicyPipelines<InvocationAttempt>? Find(Sidecar caller, Sidecar callee) =>
        _pipelines.TryGetValue((caller, callee.AppId), out var pipelines) ? pipelines : _pipelines.GetOrAdd((caller, callee.AppId), Create);

    private PolicyPipelines<InvocationAttempt>? Create((Sidecar Caller, string Callee) call) =>
        call.Caller.Resources.Resiliency.ForApp(call.Callee) is { } policies
            ? new(call.Callee, policies, InvocationAttempt.FailureOf, time, logger)
            : null;
}
