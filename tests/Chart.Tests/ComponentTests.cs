using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Chart.Tests.Manifests;
using Platform.Testing;

namespace Chart.Tests;

public sealed partial class ComponentTests
{
    // What code says of the components that it uses, beside their names: the building blocks know theirs.
    private static readonly (string Code, string Component)[] Signs =
    [
        ("EventPublisher", "pubsub"),
        (".MapTopic<", "pubsub"),
        (".MapBroadcast<", "broadcast"),
        ("AddRealtimePublisher", "broadcast"),
        ("AddRealtimePublisher", "realtimestore"),
        ("ChannelLogs", "realtimestore"),
        ("AddActors", "actorstore"),
        ("AddDaprWorkflow", "actorstore"),
        ("AddBlobStore", "blobs"),
        ("BlobServices.BindingName", "blobs"),
        ("AddBlobLinks", "secrets"),
    ];

    [Theory]
    [InlineData("kind")]
    [InlineData("eks")]
    public void Components_OfAnEnvironment_HaveTheNamesOfLocalOnes(string environment)
    {
        var local = Names("local");

        Names(environment).ShouldBeSubsetOf(local.Append("infrastructure-secrets"));
        local.ShouldBeSubsetOf(Names(environment));
    }

    [Fact]
    public void Values_ListTheComponents_ThatTheCodeUses()
    {
        var values = Yaml.File("charts", "platform", "values.yaml")["services"]!;
        var known = Names("local");
        foreach (var service in ServiceList.All)
        {
            var code = Code(service.Folder);
            var used = Literal().Matches(code).Select(match => match.Groups["name"].Value).Where(known.Contains)
                .Concat(Signs.Where(sign => code.Contains(sign.Code, StringComparison.Ordinal)).Select(sign => sign.Component));

            values[service.AppId]!["components"]!.AsArray().Select(name => name!.GetValue<string>()).ShouldBe(used.Distinct(), ignoreOrder: true, service.AppId);
        }
    }

    [Fact]
    public void Components_OnOneMachine_AreForTheServicesThatListThem()
    {
        var values = Yaml.File("charts", "platform", "values.yaml")["services"]!;
        foreach (var component in Components("local"))
        {
            var name = component["metadata"]!["name"]!.GetValue<string>();
            var users = ServiceList.All.Select(service => service.AppId)
                .Where(app => values[app]!["components"]!.AsArray().Any(used => used!.GetValue<string>() == name))
                .ToList();

            var scopes = component["scopes"]?.AsArray().Select(app => app!.GetValue<string>()).ToList();

            // Without scopes a component is for every app. One that no service uses yet is for the one that will.
            scopes.ShouldNotBeNull(name);
            scopes.ShouldBe(users.Count > 0 ? users : ["notifications"], ignoreOrder: true, name);
        }
    }

    [Fact]
    public async Task Secrets_OfAService_AreReadByItAlone()
    {
        var roles = (await Rendering.GetAsync("kind", "Role")).ToDictionary(
            role => role.Name, role => role.Json["rules"]!.AsArray().Single()!["resourceNames"]!.AsArray().Select(name => name!.GetValue<string>()).ToList());

        roles["identity-secrets"].ShouldBe(["identity-admin-password", "identity-encryption-key"]);
        roles["payments-secrets"].ShouldBe(["stripe-api-key", "stripe-webhook-secret"]);
        roles.Values.SelectMany(names => names).ShouldBeUnique();
        (await Rendering.GetAsync("kind", "Secret")).Select(secret => secret.Name).ShouldBe(
            [.. roles.Values.SelectMany(names => names), "app-token", "redis", "postgres"], ignoreOrder: true);
    }

    [Fact]
    public async Task Configurations_OfServices_DenySecretsThatTheyDoNotList()
    {
        foreach (var configuration in await Rendering.GetAsync("eks with SNS and SQS", "Configuration"))
        {
            var stores = configuration.Json["spec"]!["secrets"]!["scopes"]!.AsArray();
            stores.ShouldAllBe(store => store!["defaultAccess"]!.GetValue<string>() == "deny");
            foreach (var store in stores.Where(store => store!["storeName"]!.GetValue<string>() is "infrastructure-secrets"))
            {
                store!["allowedSecrets"]!.AsArray().ShouldBeEmpty(configuration.Name);
            }
        }
    }

    [Fact]
    public async Task Variants_OfPubsub_AreChosenByOneValue()
    {
        (await TypeAsync("eks with SNS and SQS")).ShouldBe("pubsub.aws.snssqs");
        (await TypeAsync("eks with Kafka")).ShouldBe("pubsub.kafka");

        static async Task<string> TypeAsync(string name) =>
            (await Rendering.GetAsync(name, "Component")).Single(component => component.Name == "pubsub").Json["spec"]!["type"]!.GetValue<string>();
    }

    [Theory]
    [InlineData("kind", "kind with every component", "blobs")]
    [InlineData("eks", "eks with every component", "")]
    public async Task Values_OpenTheNetwork_ForEveryComponent(string environment, string combination, string onVolumes)
    {
        var open = Yaml.File("charts", "platform", $"values-{environment}.yaml")["networkPolicy"]!["components"]!.AsObject().Select(component => component.Key);

        var components = (await Rendering.GetAsync(combination, "Component")).Select(component => component.Name).Where(name => name != onVolumes);

        components.ShouldBeSubsetOf(open);
    }

    // Without the suffix of a variant: the name is in the file.
    private static HashSet<string> Names(string environment) => [.. Components(environment).Select(component => component["metadata"]!["name"]!.GetValue<string>())];

    private static IEnumerable<JsonObject> Components(string environment) =>
        Directory.EnumerateFiles(Path.Combine(Repository.Root, "dapr-components", environment), "*.yaml")
            .Select(file => Yaml.Documents(File.ReadAllText(file)).Single())
            .Where(document => document["kind"]!.GetValue<string>() == "Component");

    private static string Code(string folder) => string.Join('\n', Directory
        .EnumerateFiles(Path.Combine(Repository.Root, "services", folder), "*.cs", SearchOption.AllDirectories)
        .Select(File.ReadAllText));

    [GeneratedRegex("\"(?<name>[a-z]+(?:-[a-z]+)*)\"", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 5000)]
    private static partial Regex Literal();
}
