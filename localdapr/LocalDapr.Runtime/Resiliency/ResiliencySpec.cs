using LocalDapr.Runtime.Components;

namespace LocalDapr.Runtime.Resiliency;

/// <summary>What localdapr takes from a resource of kind Resiliency: the retries of deliveries from components to apps.</summary>
internal sealed record ResiliencySpec
{
    private const int Endless = -1;
    private static readonly TimeSpan DefaultConstant = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan DefaultMaxInterval = TimeSpan.FromSeconds(60);

    /// <summary>The retries of a component's deliveries, by its name.</summary>
    public required IReadOnlyDictionary<string, RetryPolicy> InboundRetries { get; init; }

    public required IReadOnlyList<string> Scopes { get; init; }

    public bool IsVisibleTo(string appId) => Scopes.Count == 0 || Scopes.Contains(appId);

    public static ResiliencySpec Parse(YamlObject document)
    {
        var spec = document.RequiredObject("spec");
        var retries = (spec.Object("policies")?.Entries("retries") ?? []).ToDictionary(policy => policy.Name, policy => ToPolicy(policy.Value));
        var inbound = new Dictionary<string, RetryPolicy>();
        foreach (var (component, target) in spec.Object("targets")?.Entries("components") ?? [])
        {
            if (target.Object("inbound") is { } direction && direction.String("retry") is { } name)
                inbound[component] = retries.GetValueOrDefault(name) ?? throw direction.Error("retry", $"there is no retry policy '{name}'");
        }

        return new ResiliencySpec { InboundRetries = inbound, Scopes = document.Strings("scopes") };
    }

    private static RetryPolicy ToPolicy(YamlObject policy)
    {
        var maxRetries = policy.Int32("maxRetries") ?? Endless;
        var most = policy.Duration("maxInterval") ?? DefaultMaxInterval;
        var constant = policy.Duration("duration") ?? DefaultConstant;
        return new RetryPolicy(maxRetries < 0 ? int.MaxValue : maxRetries, policy.String("policy") switch
        {
            null or "constant" => _ => constant,
            "exponential" => retry => RetryPolicy.Exponential(retry, most),
            var other => throw policy.Error("policy", $"'{other}' is neither constant nor exponential"),
        });
    }
}
