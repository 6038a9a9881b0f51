using Conformance.Peers;
using LocalDapr.Runtime.Hosting;
using Platform.Testing;

namespace Conformance.Dapr;

/// <summary>The official Dapr SDK for JavaScript, as an app of localdapr that calls and is called, over HTTP and over gRPC.</summary>
public sealed class JavaScriptSdkTests(JavaScriptSdkTests.Reports reports) : IClassFixture<JavaScriptSdkTests.Reports>
{
    private const string Resources = """
        apiVersion: dapr.io/v1alpha1
        kind: Component
        metadata: {name: statestore}
        spec:
          type: state.redis
          version: v1
          metadata: [{name: redisHost, value: "localhost:6379"}]
        ---
        apiVersion: dapr.io/v1alpha1
        kind: Component
        metadata: {name: pubsub}
        spec:
          type: pubsub.redis
          version: v1
          metadata: [{name: redisHost, value: "localhost:6379"}]
        ---
        apiVersion: dapr.io/v1alpha1
        kind: Component
        metadata: {name: files}
        spec:
          type: bindings.localstorage
          version: v1
          metadata: [{name: rootPath, value: files}]
        ---
        apiVersion: dapr.io/v1alpha1
        kind: Component
        metadata: {name: ticks}
        spec:
          type: bindings.cron
          version: v1
          metadata: [{name: schedule, value: "@every 1s"}]
        ---
        apiVersion: dapr.io/v1alpha1
        kind: Component
        metadata: {name: secrets}
        spec:
          type: secretstores.local.file
          version: v1
          metadata: [{name: secretsFile, value: secrets.json}]
        """;

    /// <summary>What the script checks.</summary>
    public static TheoryData<string> Cases =>
    [
        "health", "metadata", "metadata label", "state saved and read", "state missing", "state bulk read", "state save with etag",
        "state delete with etag", "state transaction", "state transaction refused", "state unknown store", "publish object", "publish text",
        "publish in bulk", "publish unknown component", "event asked for again", "events in bulk", "output binding", "input binding", "secret",
        "secrets in bulk", "invocation", "invocation of an unknown app",
    ];

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task OverHttp_Case_Passes(string name) => (await reports.HttpAsync()).ShouldHavePassed(name);

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task OverGrpc_Case_Passes(string name) => (await reports.GrpcAsync()).ShouldHavePassed(name);

    /// <summary>Runs the script once for each protocol.</summary>
    public sealed class Reports
    {
        private const string AppId = "shop";

        private Task<CaseReport>? _http;
        private Task<CaseReport>? _grpc;

        internal Task<CaseReport> HttpAsync() => _http ??= RunAsync(AppProtocol.Http);

        internal Task<CaseReport> GrpcAsync() => _grpc ??= RunAsync(AppProtocol.Grpc);

        private static async Task<CaseReport> RunAsync(AppProtocol protocol)
        {
            using var folder = new TempFolder();
            await File.WriteAllTextAsync(folder["components.yaml"], Resources);
            await File.WriteAllTextAsync(folder["secrets.json"], """{"password":"opensesame"}""");
            var app = new AppOptions { AppId = AppId, AppPort = FreePort.Find(), Protocol = protocol };
            await using var host = await LocalDaprHost.StartAsync(
                new LocalDaprOptions { ResourcesPaths = [folder.Path], BaseFolder = folder.Path }, [app]);
            var sidecarPort = protocol == AppProtocol.Grpc ? host[AppId].GrpcPort : host[AppId].HttpPort;
            string[] arguments = [protocol == AppProtocol.Grpc ? "grpc" : "http", $"{app.AppPort}", $"{sidecarPort}", AppId];
            return await CaseReport.RunAsync(Runtimes.StartNode("dapr-sdk.mjs", arguments));
        }
    }
}
