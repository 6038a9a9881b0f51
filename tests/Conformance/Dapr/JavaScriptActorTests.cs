using Conformance.Peers;
using LocalDapr.Runtime.Hosting;
using Platform.Testing;

namespace Conformance.Dapr;

/// <summary>The official Dapr SDK for JavaScript as a host and a caller of actors on localdapr.</summary>
public sealed class JavaScriptActorTests(JavaScriptActorTests.Reports reports) : IClassFixture<JavaScriptActorTests.Reports>
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
        "registered", "call and state", "state removed", "turns", "actors side by side", "call over gRPC", "failure", "unknown method", "timer",
        "reminder", "idle deactivation",
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
            var app = new AppOptions { AppId = AppId, AppPort = FreePort.Find() };
            await using var host = await LocalDaprHost.StartAsync(new LocalDaprOptions { ResourcesPaths = [folder.Path] }, [app]);
            string[] arguments = [$"{app.AppPort}", $"{host[AppId].HttpPort}", $"{host[AppId].GrpcPort}"];
            return await CaseReport.RunAsync(Runtimes.StartNode("dapr-actors.mjs", arguments));
        }
    }
}
