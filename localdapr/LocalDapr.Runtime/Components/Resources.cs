using LocalDapr.Runtime.Resiliency.Specification;
using LocalDapr.Runtime.Secrets;

namespace LocalDapr.Runtime.Components;

/// <summary>Everything that a list of resource folders declares, before scopes are looked at.</summary>
internal sealed record Resources(
    IReadOnlyList<Component> Components,
    IReadOnlyList<Subscription> Subscriptions,
    IReadOnlyList<ResiliencySpec> ResiliencySpecs,
    IReadOnlyDictionary<string, ISecretStore> SecretStores,
    DaprConfiguration Configuration);
