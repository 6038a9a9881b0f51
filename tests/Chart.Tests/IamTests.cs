using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Chart.Tests.Manifests;
using Chart.Tests.Tools;

namespace Chart.Tests;

/// <summary>The policies of roles in AWS: made of the components, printed by the chart, shown in docs/eks-policies.md.</summary>
public sealed class IamTests
{
    private const string Header = """
        # Policies of the roles on EKS

        Made by Chart.Tests of the components in `dapr-components/eks`, for the account of AWS's examples; [eks.md](eks.md) says how to get yours.

        """;

    private static readonly JsonSerializerOptions Indented = new()
    {
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    [Fact]
    public async Task Page_ShowsThePolicies_ThatTheChartMakes()
    {
        var text = new StringBuilder(Header);
        foreach (var (service, policy) in await PoliciesAsync("eks with SNS and SQS"))
        {
            Append(text, service, policy);
        }

        Append(text, "orders, with Kafka", (await PoliciesAsync("eks with Kafka"))["orders"]);
        Generated.ShouldBe("docs/eks-policies.md", text.ToString());
    }

    [Theory]
    [InlineData("eks with SNS and SQS")]
    [InlineData("eks with Kafka")]
    [InlineData("eks with every component")]
    public async Task Policies_OfServices_HaveWhatTheirComponentsNeed(string name)
    {
        var policies = await PoliciesAsync(name);

        foreach (var component in await Rendering.GetAsync(name, "Component"))
        {
            var type = component.Json["spec"]!["type"]!.GetValue<string>();
            if (Action(type, component) is not { } action) continue;
            foreach (var scope in component.Json["scopes"]!.AsArray())
            {
                Actions(policies[scope!.GetValue<string>()]).ShouldContain(action, $"{scope}: {component.Name} ({type})");
            }
        }
    }

    [Fact]
    public async Task Policies_OfServices_AreNoWiderThanTheirComponents()
    {
        var policies = await PoliciesAsync("eks with SNS and SQS");

        Actions(policies["cart"]).ShouldAllBe(action => action.StartsWith("dynamodb:", StringComparison.Ordinal));
        Actions(policies["identity"]).ShouldNotContain("sns:Publish");
        policies["identity"].ToJsonString().ShouldContain("secret:identity-encryption-key-");
        policies["gateway"].ToJsonString().ShouldNotContain("identity-encryption-key");
        policies.Values.SelectMany(Actions).ShouldAllBe(action => !action.Contains('*'));
    }

    [Fact]
    public async Task ServiceAccounts_OnEks_HaveTheRoleOfTheirService()
    {
        foreach (var account in await Rendering.GetAsync("eks with SNS and SQS", "ServiceAccount"))
        {
            account.Json["metadata"]!["annotations"]!["eks.amazonaws.com/role-arn"]!.GetValue<string>()
                .ShouldBe($"arn:aws:iam::111122223333:role/platform-{account.Name}");
        }
    }

    private static void Append(StringBuilder text, string title, JsonNode policy) =>
        text.Append(CultureInfo.InvariantCulture, $"\n## {title}\n\n```json\n{policy.ToJsonString(Indented)}\n```\n");

    // One action that tells that the statements of a type are there; null for what is reached without a role.
    private static string? Action(string type, Manifest component) => type switch
    {
        "state.aws.dynamodb" => "dynamodb:PutItem",
        "state.postgresql" => "rds-db:connect",
        "pubsub.aws.snssqs" => "sqs:ReceiveMessage",
        "pubsub.kafka" => "kafka-cluster:WriteData",
        "bindings.aws.s3" => "s3:PutObject",
        "bindings.aws.ses" => "ses:SendEmail",
        "bindings.aws.sns" => "sns:Publish",
        "secretstores.aws.secretmanager" => "secretsmanager:GetSecretValue",
        "state.redis" or "pubsub.redis" or "bindings.http" => null,
        _ => throw new InvalidOperationException($"{component}: say what {type} needs of AWS."),
    };

    private static IEnumerable<string> Actions(JsonNode policy) => policy["Statement"]!.AsArray()
        .SelectMany(statement => statement!["Action"]!.AsArray())
        .Select(action => action!.GetValue<string>());

    private static async Task<SortedDictionary<string, JsonNode>> PoliciesAsync(string name) => new(
        (await Rendering.GetAsync(name, "ConfigMap"))
            .Where(map => map.Json["metadata"]!["labels"]!["platform/iam"] is not null)
            .ToDictionary(
                map => map.Json["metadata"]!["labels"]!["platform/iam"]!.GetValue<string>(),
                map => JsonNode.Parse(map.Json["data"]!["policy.json"]!.GetValue<string>())!),
        StringComparer.Ordinal);
}
