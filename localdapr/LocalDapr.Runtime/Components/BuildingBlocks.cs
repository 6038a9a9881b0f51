namespace LocalDapr.Runtime.Components;

/// <summary>The first part of a component's type.</summary>
public static class BuildingBlocks
{
    public const string State = "state";
    public const string PubSub = "pubsub";
    public const string Bindings = "bindings";
    public const string SecretStores = "secretstores";

    /// <summary>Those of Dapr that are not there in localdapr: their components are left out.</summary>
    internal static IReadOnlyList<string> Unsupported { get; } =
        ["configuration", "conversation", "crypto", "lock", "middleware", "nameresolution", "workflow"];

    internal static bool IsSupported(string block) => block is State or PubSub or Bindings or SecretStores;
}
