using System.Collections.Frozen;

namespace LocalDapr.Runtime;

/// <summary>The sidecars of all apps by app id.</summary>
internal sealed class SidecarRegistry(IEnumerable<Sidecar> sidecars)
{
    private readonly FrozenDictionary<string, Sidecar> _byAppId = sidecars.ToFrozenDictionary(sidecar => sidecar.AppId);

    public IEnumerable<Sidecar> All => _byAppId.Values;

    /// <summary>The sidecar of an app, or null. A namespace behind the app id (<c>app.namespace</c>) is ignored: there is one here.</summary>
    public Sidecar? Find(string appId) =>
        _byAppId.TryGetValue(appId, out var sidecar) || _byAppId.TryGetValue(appId.Split('.')[0], out sidecar) ? sidecar : null;
}
