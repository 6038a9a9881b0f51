using LocalDapr.Runtime.Components;

namespace LocalDapr.Runtime.PubSub;

/// <summary>
/// Which topics of a component an app may use, by its metadata <c>allowedTopics</c>, <c>protectedTopics</c>, <c>publishingScopes</c> and
/// <c>subscriptionScopes</c> (<c>app1=topic1,topic2;app2=</c>). An app that a scope does not name may use every topic that is not protected.
/// </summary>
internal static class TopicScopes
{
    public static bool CanPublish(this Component component, string appId, string topic) => IsAllowed(component, "publishingScopes", appId, topic);

    public static bool CanSubscribe(this Component component, string appId, string topic) => IsAllowed(component, "subscriptionScopes", appId, topic);

    private static bool IsAllowed(Component component, string scopes, string appId, string topic)
    {
        var allowed = Names(component.Setting("allowedTopics"));
        var isProtected = Names(component.Setting("protectedTopics")).Contains(topic);
        if (allowed.Length > 0 && !allowed.Contains(topic) && !isProtected)
            return false;
        var scope = component.Setting(scopes)?.Split(';', StringSplitOptions.TrimEntries)
            .Select(part => part.Split('=', 2, StringSplitOptions.TrimEntries)).FirstOrDefault(part => part[0] == appId);
        return scope is null ? !isProtected : scope.Length == 2 && Names(scope[1]).Contains(topic);
    }

    private static string[] Names(string? list) =>
        list?.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries) ?? [];
}
