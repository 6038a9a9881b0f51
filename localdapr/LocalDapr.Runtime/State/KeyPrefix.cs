using LocalDapr.Runtime.Components;

namespace LocalDapr.Runtime.State;

/// <summary>
/// How the keys of an app are told from those of others in one store: the component setting <c>keyPrefix</c>, which is
/// <c>appid</c> (default), <c>name</c>, <c>namespace</c>, <c>none</c> or any constant.
/// </summary>
internal static class KeyPrefix
{
    public const string Separator = "||";

    /// <summary>What goes before each key, separator included; empty for <c>none</c>.</summary>
    public static string Of(Component component, string appId, string? appNamespace)
    {
        var strategy = component.Setting("keyPrefix") ?? "appid";
        if (strategy.Contains(Separator, StringComparison.Ordinal))
            throw StateErrors.IllegalKey(strategy).ToException();
        return strategy.ToLowerInvariant() switch
        {
            "none" => "",
            "name" => component.Name + Separator,
            "appid" => appId + Separator,
            "namespace" => (string.IsNullOrEmpty(appNamespace) ? appId : $"{appNamespace}.{appId}") + Separator,
            _ => strategy + Separator,
        };
    }
}
