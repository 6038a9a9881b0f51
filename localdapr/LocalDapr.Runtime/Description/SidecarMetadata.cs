using System.Reflection;
using Dapr.Proto.Runtime.V1;
using LocalDapr.Runtime.Components;
using LocalDapr.Runtime.Hosting;

namespace LocalDapr.Runtime.Description;

/// <summary>What a sidecar says about itself.</summary>
internal static class SidecarMetadata
{
    private static readonly string Version =
        "localdapr-" + (typeof(SidecarMetadata).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "0");

    /// <summary>Describes a sidecar as it is now.</summary>
    /// <param name="sidecar">The sidecar.</param>
    /// <param name="actors">Its actors.</param>
    /// <param name="workflows">Its workflows; null without a store for them.</param>
    public static GetMetadataResponse Describe(Sidecar sidecar, ActorRuntime actors, MetadataWorkflows? workflows)
    {
        var response = new GetMetadataResponse
        {
            Id = sidecar.AppId,
            RuntimeVersion = Version,
            RegisteredComponents = { sidecar.Resources.Components.Select(Describe) },
            Subscriptions =
            {
                sidecar.Resources.Subscriptions.Select(subscription => Describe(subscription, PubsubSubscriptionType.Declarative)),
                sidecar.AskedSubscriptions.Select(subscription => Describe(subscription, PubsubSubscriptionType.Programmatic)),
            },
            ActorRuntime = actors,
            ActiveActorsCount = { actors.ActiveActors },
            Workflows = workflows,
        };
        foreach (var (name, value) in sidecar.Labels.Snapshot())
        {
            response.ExtendedMetadata.Add(name, value);
        }

        if (sidecar.Channel.HasPort)
        {
            response.AppConnectionProperties = new AppConnectionProperties
            {
                Port = sidecar.App.AppPort,
                Protocol = sidecar.App.Protocol.ToString().ToLowerInvariant(),
                ChannelAddress = sidecar.Channel.Address.Host,
                Health = sidecar.App.HealthCheck is { } check ? Describe(check) : null,
            };
        }

        return response;
    }

    private static AppConnectionHealthProperties Describe(AppHealthCheck check) => new()
    {
        HealthCheckPath = check.Path,
        HealthProbeInterval = GoDuration.Format(check.Interval),
        HealthProbeTimeout = GoDuration.Format(check.Timeout),
        HealthThreshold = check.Threshold,
    };

    private static PubsubSubscription Describe(Subscription subscription, PubsubSubscriptionType type)
    {
        var rules = subscription.Rules.Select(rule => new PubsubSubscriptionRule { Match = rule.Match, Path = rule.Path });
        var otherwise = subscription.DefaultPath is { } path ? [new PubsubSubscriptionRule { Path = path }] : Array.Empty<PubsubSubscriptionRule>();
        var described = new PubsubSubscription
        {
            PubsubName = subscription.PubSubName,
            Topic = subscription.Topic,
            DeadLetterTopic = subscription.DeadLetterTopic ?? "",
            Rules = new PubsubSubscriptionRules { Rules = { rules, otherwise } },
            Type = type,
        };
        foreach (var (name, value) in subscription.Metadata)
        {
            described.Metadata.Add(name, value);
        }

        return described;
    }

    private static RegisteredComponents Describe(Component component) => new()
    {
        Name = component.Name,
        Type = component.Type,
        Version = component.Version,
        Capabilities = { CapabilitiesOf(component) },
    };

    private static IEnumerable<string> CapabilitiesOf(Component component) => component.BuildingBlock switch
    {
        BuildingBlocks.State => ["ETAG", "TRANSACTIONAL", "TTL"],
        BuildingBlocks.SecretStores when component.Flag("multiValued") => ["MULTIPLE_KEY_VALUES_PER_SECRET"],
        _ => [],
    };
}
