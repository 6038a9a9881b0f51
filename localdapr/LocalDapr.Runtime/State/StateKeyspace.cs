using LocalDapr.Runtime.Components;

namespace LocalDapr.Runtime.State;

/// <summary>Which keyspace of the embedded store a state component has.</summary>
internal static class StateKeyspace
{
    /// <summary>A keyspace of its own.</summary>
    public static string Of(Component component) => "state/" + component.Name;

    /// <summary>
    /// A component with an outbox shares the keyspace of the first one without that has the same type and settings: in Dapr these are two
    /// components over one database, of which only one publishes what is written.
    /// </summary>
    /// <param name="component">The component.</param>
    /// <param name="all">All components, in the order of their files.</param>
    public static string Of(Component component, IEnumerable<Component> all) =>
        Of(Outbox.IsConfigured(component) && all.FirstOrDefault(other => !Outbox.IsConfigured(other) && HaveOneDatabase(component, other)) is { } plain
            ? plain
            : component);

    private static bool HaveOneDatabase(Component component, Component other) =>
        component.Type == other.Type && Settings(component).SequenceEqual(Settings(other));

    private static IEnumerable<(string Name, string Value)> Settings(Component component) => component.Metadata
        .Where(setting => !Outbox.IsSetting(setting.Key))
        .Select(setting => (setting.Key.ToLowerInvariant(), setting.Value))
        .Order();
}
