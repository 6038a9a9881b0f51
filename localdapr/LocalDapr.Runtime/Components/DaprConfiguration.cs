using LocalDapr.Runtime.Workflow.Engine;

namespace LocalDapr.Runtime.Components;

/// <summary>What localdapr takes from a resource of kind Configuration: the scopes of secret stores and the limits of workflows.</summary>
internal sealed record DaprConfiguration(IReadOnlyDictionary<string, SecretScope> SecretScopes, WorkflowSettings Workflow)
{
    public static DaprConfiguration Empty { get; } = new(new Dictionary<string, SecretScope>(), WorkflowSettings.Default);

    /// <exception cref="Errors.ConfigurationException">A store has two scopes, a scope an unknown default, or a limit is negative.</exception>
    public static DaprConfiguration Parse(YamlObject document)
    {
        var scopes = new Dictionary<string, SecretScope>();
        foreach (var scope in document.Object("spec")?.Object("secrets")?.Objects("scopes") ?? [])
        {
            var store = scope.RequiredString("storeName");
            if (!scopes.TryAdd(store, SecretScope.Parse(scope)))
                throw scope.Error("storeName", $"{store} has a scope already");
        }

        var workflow = document.Object("spec")?.Object("workflow");
        return new DaprConfiguration(scopes, workflow is null ? WorkflowSettings.Default : WorkflowSettings.Parse(workflow));
    }
}
