namespace Dapr.Actors.Runtime;

/// <summary>
/// The state of one actor over its sidecar. Where calls may re-enter the actor, each call has values of its own, so that a call which fails
/// drops its own changes only.
/// </summary>
internal sealed class ActorStateManager(Actor actor) : IActorStateManager
{
    private static readonly AsyncLocal<Dictionary<string, StateValue>?> OfCall = new();

    private readonly Dictionary<string, StateValue> _ofActor = [];

    private Dictionary<string, StateValue> Values => OfCall.Value ?? _ofActor;

    private StateProvider Provider => actor.Host.StateProvider ?? throw new InvalidOperationException(
        "This actor has no sidecar to keep its state. In a unit test, give it a StateManager of your own.");

    private string Type => actor.Host.ActorTypeInfo.ActorTypeName;

    private string Id => actor.Id.GetId();

    /// <summary>From here on the running call has values of its own, shared with nobody.</summary>
    public static void IsolateCall() => OfCall.Value = [];

    /// <summary>Ends <see cref="IsolateCall"/>.</summary>
    public static void EndIsolation() => OfCall.Value = null;

    public Task AddStateAsync<T>(string stateName, T value, CancellationToken cancellationToken = default) =>
        AddAsync(stateName, value, null, cancellationToken);

    public Task AddStateAsync<T>(string stateName, T value, TimeSpan ttl, CancellationToken cancellationToken = default) =>
        AddAsync(stateName, value, ttl, cancellationToken);

    public Task<bool> TryAddStateAsync<T>(string stateName, T value, CancellationToken cancellationToken = default) =>
        TryAddAsync(stateName, value, null, cancellationToken);

    public Task<bool> TryAddStateAsync<T>(string stateName, T value, TimeSpan ttl, CancellationToken cancellationToken = default) =>
        TryAddAsync(stateName, value, ttl, cancellationToken);

    public async Task<T> GetStateAsync<T>(string stateName, CancellationToken cancellationToken = default)
    {
        var found = await TryGetStateAsync<T>(stateName, cancellationToken);
        return found.HasValue ? found.Value : throw new KeyNotFoundException($"The actor has no state '{stateName}'.");
    }

    public async Task<ConditionalValue<T>> TryGetStateAsync<T>(string stateName, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(stateName);
        if (!Values.TryGetValue(stateName, out var value))
        {
            value = await Provider.LoadAsync<T>(Type, Id, stateName, cancellationToken);
            if (value is null)
                return new ConditionalValue<T>(false, default!);
            Values[stateName] = value;
        }

        return Exists(value) ? new ConditionalValue<T>(true, (T)value.Value!) : new ConditionalValue<T>(false, default!);
    }

    public Task SetStateAsync<T>(string stateName, T value, CancellationToken cancellationToken = default) =>
        SetAsync(stateName, value, null, cancellationToken);

    public Task SetStateAsync<T>(string stateName, T value, TimeSpan ttl, CancellationToken cancellationToken = default) =>
        SetAsync(stateName, value, ttl, cancellationToken);

    public async Task RemoveStateAsync(string stateName, CancellationToken cancellationToken = default)
    {
        if (!await TryRemoveStateAsync(stateName, cancellationToken))
            throw new KeyNotFoundException($"The actor has no state '{stateName}'.");
    }

    public async Task<bool> TryRemoveStateAsync(string stateName, CancellationToken cancellationToken = default)
    {
        if (!await ContainsStateAsync(stateName, cancellationToken))
            return false;
        // What was never saved needs no removal.
        if (Values.TryGetValue(stateName, out var value) && value.Change == StateChangeKind.Add)
            Values.Remove(stateName);
        else
            Values[stateName] = new StateValue(null, typeof(object), StateChangeKind.Remove, null);
        return true;
    }

    public async Task<bool> ContainsStateAsync(string stateName, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(stateName);
        return Values.TryGetValue(stateName, out var value)
            ? Exists(value)
            : await Provider.ContainsAsync(Type, Id, stateName, cancellationToken);
    }

    public Task<T> GetOrAddStateAsync<T>(string stateName, T value, CancellationToken cancellationToken = default) =>
        GetOrAddAsync(stateName, value, null, cancellationToken);

    public Task<T> GetOrAddStateAsync<T>(string stateName, T value, TimeSpan ttl, CancellationToken cancellationToken = default) =>
        GetOrAddAsync(stateName, value, ttl, cancellationToken);

    public Task<T> AddOrUpdateStateAsync<T>(
        string stateName, T addValue, Func<string, T, T> updateValueFactory, CancellationToken cancellationToken = default) =>
        AddOrUpdateAsync(stateName, addValue, updateValueFactory, null, cancellationToken);

    public Task<T> AddOrUpdateStateAsync<T>(
        string stateName, T addValue, Func<string, T, T> updateValueFactory, TimeSpan ttl, CancellationToken cancellationToken = default) =>
        AddOrUpdateAsync(stateName, addValue, updateValueFactory, ttl, cancellationToken);

    public Task ClearCacheAsync(CancellationToken cancellationToken = default)
    {
        Values.Clear();
        return Task.CompletedTask;
    }

    public async Task SaveStateAsync(CancellationToken cancellationToken = default)
    {
        var values = Values;
        var changes = values.Where(value => value.Value.Change != StateChangeKind.None).ToList();
        if (changes.Count == 0)
            return;
        await Provider.SaveAsync(Type, Id, changes, cancellationToken);
        foreach (var (name, value) in changes)
        {
            if (value.Change == StateChangeKind.Remove)
                values.Remove(name);
            else
                values[name] = value with { Change = StateChangeKind.None };
        }
    }

    private bool Exists(StateValue value) => value.Change != StateChangeKind.Remove && !(value.ExpiresAt <= Provider.Time.GetUtcNow());

    private async Task AddAsync<T>(string stateName, T value, TimeSpan? ttl, CancellationToken cancellationToken)
    {
        if (!await TryAddAsync(stateName, value, ttl, cancellationToken))
            throw new InvalidOperationException($"The actor has a state '{stateName}' already.");
    }

    private async Task<bool> TryAddAsync<T>(string stateName, T value, TimeSpan? ttl, CancellationToken cancellationToken)
    {
        if (await ContainsStateAsync(stateName, cancellationToken))
            return false;
        Put(stateName, value, ttl, isNew: true);
        return true;
    }

    private Task SetAsync<T>(string stateName, T value, TimeSpan? ttl, CancellationToken cancellationToken)
    {
        ArgumentException.ThrowIfNullOrEmpty(stateName);
        cancellationToken.ThrowIfCancellationRequested();
        Put(stateName, value, ttl, isNew: false);
        return Task.CompletedTask;
    }

    private async Task<T> GetOrAddAsync<T>(string stateName, T value, TimeSpan? ttl, CancellationToken cancellationToken)
    {
        var found = await TryGetStateAsync<T>(stateName, cancellationToken);
        if (found.HasValue)
            return found.Value;
        Put(stateName, value, ttl, isNew: true);
        return value;
    }

    private async Task<T> AddOrUpdateAsync<T>(
        string stateName, T addValue, Func<string, T, T> updateValueFactory, TimeSpan? ttl, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(updateValueFactory);
        var found = await TryGetStateAsync<T>(stateName, cancellationToken);
        var value = found.HasValue ? updateValueFactory(stateName, found.Value) : addValue;
        Put(stateName, value, ttl, isNew: !found.HasValue);
        return value;
    }

    /// <param name="stateName">Name of the value.</param>
    /// <param name="value">The value.</param>
    /// <param name="ttl">When it expires, from now.</param>
    /// <param name="isNew">Whether the value is known to be missing in the store, unless memory knows better.</param>
    private void Put<T>(string stateName, T value, TimeSpan? ttl, bool isNew)
    {
        var time = Provider.Time;
        var isUnsaved = Values.TryGetValue(stateName, out var old) ? old.Change == StateChangeKind.Add : isNew;
        Values[stateName] = new StateValue(
            value, typeof(T), isUnsaved ? StateChangeKind.Add : StateChangeKind.Update, ttl is { } life ? time.GetUtcNow() + life : null);
    }
}
