using LocalDapr.Runtime.Components;
using LocalDapr.Runtime.Errors;
using LocalDapr.Runtime.Resiliency.Specification;

namespace LocalDapr.Runtime.Resiliency;

/// <summary>
/// The resiliency policies of one app's sidecar: all specs that it sees, merged. A target that is named uses what it names; any other uses the
/// default policies, the most specific of each kind (https://docs.dapr.io/operations/resiliency/policies/default-policies/).
/// </summary>
internal sealed class ResiliencyPolicies
{
    private const string BuiltInServiceRetries = "DaprBuiltInServiceRetries";
    private const int FewestBuiltInRetries = 3;
    private static readonly RetryPolicy DefaultServiceRetries = RetryPolicy.Constant(FewestBuiltInRetries, TimeSpan.FromSeconds(1));
    private static readonly string[] AppLevels = ["App", ""];
    private static readonly string[] ActorLevels = ["Actor", ""];

    private readonly Dictionary<string, TimeSpan> _timeouts = [];
    private readonly Dictionary<string, RetryPolicy> _retries = [];
    private readonly Dictionary<string, CircuitBreakerPolicy> _circuitBreakers = [];
    private readonly Dictionary<string, Policies> _apps = [];
    private readonly Dictionary<(string Component, ComponentDirection Direction), Policies> _components = [];
    private readonly Dictionary<string, (Policies Policies, ActorBreakerScope Scope)> _actors = [];
    private readonly List<string> _problems = [];

    /// <exception cref="ConfigurationException">A target names a policy that there is not; the message has a line for each.</exception>
    public ResiliencyPolicies(IReadOnlyList<ResiliencySpec> specs)
    {
        Add(_timeouts, specs.SelectMany(spec => spec.Timeouts));
        Add(_retries, specs.SelectMany(spec => spec.Retries));
        Add(_circuitBreakers, specs.SelectMany(spec => spec.CircuitBreakers));
        Add(_apps, specs.SelectMany(spec => spec.Apps).Select(app => KeyValuePair.Create(app.Key, Find(app.Value))));
        Add(_actors, specs.SelectMany(spec => spec.Actors).Select(actor => KeyValuePair.Create(actor.Key, (Find(actor.Value.Names), actor.Value.Scope))));
        foreach (var (name, target) in specs.SelectMany(spec => spec.Components))
        {
            _components[(name, ComponentDirection.Outbound)] = Find(target.Outbound);
            _components[(name, ComponentDirection.Inbound)] = Find(target.Inbound);
        }

        if (_problems.Count > 0)
            throw new ConfigurationException(string.Join('\n', _problems));
    }

    /// <summary>The policies for calls of an app; null when there are none.</summary>
    public Policies? ForApp(string appId) => NullIfEmpty(_apps.GetValueOrDefault(appId) ?? Default(AppLevels));

    /// <summary>The retries of calls that do not even reach an app; null for an app that is named as a target, which gets by with what it names.</summary>
    public RetryPolicy? ServiceRetriesOf(string appId)
    {
        if (_apps.ContainsKey(appId))
            return null;
        var retries = _retries.GetValueOrDefault(BuiltInServiceRetries) ?? DefaultServiceRetries;
        return retries with { MaxRetries = Math.Max(retries.MaxRetries, FewestBuiltInRetries) };
    }

    /// <summary>The policies for one direction of a component; null when there are none.</summary>
    public Policies? ForComponent(string name, string buildingBlock, ComponentDirection direction) =>
        NullIfEmpty(_components.GetValueOrDefault((name, direction)) ?? Default($"{KeywordOf(buildingBlock)}Component{direction}", $"Component{direction}", "Component", ""));

    /// <summary>The policies for calls of an actor type and what shares a circuit breaker; null when there are none.</summary>
    public (Policies Policies, ActorBreakerScope Scope)? ForActor(string type)
    {
        var (policies, scope) = _actors.TryGetValue(type, out var named) ? named : (Default(ActorLevels), ActorBreakerScope.Type);
        return policies.IsEmpty ? null : (policies, scope);
    }

    private static Policies? NullIfEmpty(Policies policies) => policies.IsEmpty ? null : policies;

    /// <summary>The default policies of the first level that has one, for each kind by itself.</summary>
    private Policies Default(params ReadOnlySpan<string> levels)
    {
        TimeSpan? timeout = null;
        RetryPolicy? retry = null;
        CircuitBreakerPolicy? circuitBreaker = null;
        foreach (var level in levels)
        {
            timeout ??= _timeouts.TryGetValue($"Default{level}TimeoutPolicy", out var found) ? found : null;
            retry ??= _retries.GetValueOrDefault($"Default{level}RetryPolicy");
            circuitBreaker ??= _circuitBreakers.GetValueOrDefault($"Default{level}CircuitBreakerPolicy");
        }

        return new Policies(timeout, retry, circuitBreaker);
    }

    private Policies Find(PolicyNames? names)
    {
        if (names is null)
            return new Policies(Timeout: null, Retry: null, CircuitBreaker: null);
        var policies = new Policies(
            Find(_timeouts, names, names.Timeout, "timeout", out var timeout) ? timeout : null,
            Find(_retries, names, names.Retry, "retry", out var retry) ? retry : null,
            Find(_circuitBreakers, names, names.CircuitBreaker, "circuitBreaker", out var circuitBreaker) ? circuitBreaker : null);
        return names.CircuitBreakerCacheSize is { } size ? policies with { CircuitBreakerCacheSize = size } : policies;
    }

    private bool Find<T>(Dictionary<string, T> policies, PolicyNames names, string? name, string kind, out T? policy)
    {
        policy = default;
        var found = name is not null && policies.TryGetValue(name, out policy);
        if (name is not null && !found)
            _problems.Add(names.Target.Error(kind, $"there is no {kind} policy '{name}'").Message);
        return found;
    }

    private static void Add<T>(Dictionary<string, T> all, IEnumerable<KeyValuePair<string, T>> more)
    {
        foreach (var (name, value) in more)
            all[name] = value;
    }

    private static string KeywordOf(string buildingBlock) => buildingBlock switch
    {
        BuildingBlocks.State => "Statestore",
        BuildingBlocks.PubSub => "Pubsub",
        BuildingBlocks.Bindings => "Binding",
        BuildingBlocks.SecretStores => "Secretstore",
        _ => buildingBlock,
    };
}
