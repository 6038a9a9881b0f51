namespace LocalDapr.Runtime.Components;

/// <summary>The first part of a component's type.</summary>
public static class BuildingBlocks
{
    public const string State = "state";
    public const string PubSub = "pubsub";
    public const string Bindings = "bindings";
    public const string SecretStores = "secretstores";
}
