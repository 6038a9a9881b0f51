using Conformance.Peers;
using LocalDapr.Runtime.Hosting;
using Platform.Testing;

namespace Conformance.Dapr;

/// <summary>The official Dapr SDK for JavaScript as worker and client of localdapr's workflow engine.</summary>
public sealed class JavaScriptWorkflowTests(JavaScriptWorkflowTests.Reports reports) : IClassFixture<JavaScriptWorkflowTests.Reports>
{
    private const string Resources = """
        apiVersion: dapr.io/v1alpha1
        kind: Component
        metadata: {name: actorstore}
        spec:
          type: state.redis
          version: v1
          metadata: [{name: actorStateStore, value: "true"}]
        """;

    /// <summary>What the script checks.</summary>
    public static TheoryData<string> Cases =>
    [
        "activities one after another", "activities side by side", "timer", "event that comes early", "event or timeout", "child workflows",
        "retries", "failure", "continue as new", "suspend and resume", "terminate and purge", "scheduled start", "id in use", "unknown workflow",
    ];

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task Case_Passes(string name) => (await reports.GetAsync()).ShouldHavePassed(name);

    /// <summary>Runs the script once.</summary>
    public sealed class Reports
    {
        private const string AppId = "shop";

        private Task<CaseReport>? _report;

        internal Task<CaseReport> GetAsync() => _report ??= RunAsync();

        private static async Task<CaseReport> RunAsync()
        {
            using var folder = new TempFolder();
            await File.WriteAllTextAsync(folder["components.yaml"], Resources);
            await using var host = await LocalDaprHost.StartAsync(
                new LocalDaprOptions { ResourcesPaths = [folder.Path] }, [new AppOptions { AppId = AppId }]);
            return await CaseReport.RunAsync(Runtimes.StartNode("dapr-workflow.mjs", $"{host[AppId].GrpcPort}"));
        }
    }
}
