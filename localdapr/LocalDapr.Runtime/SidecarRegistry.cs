using System.Collections.Frozen;

namespace LocalDapr.Runtime;

/// <summary>The sidecars of all apps, in the order in which the apps were named. An app may have several instances, each with a sidecar.</summary>
internal sealed class SidecarRegistry(IReadOnlyList<Sidecar> sidecars)
{
    private readonly FrozenDictionary<string, Sidecar[]> _byAppId =
        sidecars.GroupBy(sidecar => sidecar.AppId).ToFrozenDictionary(app => app.Key, app => app.ToArray());

    private uint _next;

    public IReadOnlyList<Sidecar> All => sidecars;

    /// <summary>
    /// The sidecar of an app, or null. Of several instances those that take connections come in turn. A namespace behind the app id
    /// (<c>app.namespace</c>) is ignored: there is one here.
    /// </summary>
    public Sidecar? Find(string appId)
    {
        if (!_byAppId.TryGetValue(appId, out var instances) && !_byAppId.TryGetValue(appId.Split('.')[0], out instances))
            return null;
        if (instances.Length == 1)
            return instances[0];
        var first = (int)(Interlocked.Increment(ref _next) % (uint)instances.Length);
        var rotated = Enumerable.Range(0, instances.Length).Select(offset => instances[(first + offset) % instances.Length]);
        return rotated.FirstOrDefault(sidecar => sidecar.Health.IsUp) ?? instances[first];
    }
}
