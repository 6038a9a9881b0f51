using LocalDapr.Runtime.Errors;
using LocalDapr.Runtime.Hosting;
using LocalDapr.Template;
using Platform.Testing;

namespace LocalDapr.Tests.Runner;

/// <summary>What a run template says, and what is said about one that is wrong.</summary>
public sealed class RunTemplateTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public RunTemplateTests() => Directory.CreateDirectory(_folder["services/shop"]);

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Read_EveryProperty_IsTaken()
    {
        var app = ReadApp("""
            appID: shop-1
            appDirPath: services/shop
            appPort: 5000
            daprHTTPPort: 3500
            daprGRPCPort: 50001
            appProtocol: h2c
            resourcesPaths: [../resources, /absolute]
            configFilePath: config/dapr.yaml
            maxBodySize: 16Mi
            enableAppHealthCheck: true
            appHealthCheckPath: /alive
            appHealthProbeInterval: 7
            appHealthProbeTimeout: 300
            appHealthThreshold: 4
            appLogDestination: fileAndConsole
            env: {A: app, N: 1}
            command: ["./shop", "--fast"]
            """, "env: {A: common, B: common}");

        app.Options.ShouldBeEquivalentTo(new AppOptions
        {
            AppId = "shop-1",
            AppPort = 5000,
            HttpPort = 3500,
            GrpcPort = 50001,
            Protocol = AppProtocol.H2c,
            ResourcesPaths = new List<string> { _folder["services/resources"], "/absolute" },
            ConfigurationFile = _folder["services/shop/config/dapr.yaml"],
            MaxBodyBytes = 16 * 1024 * 1024,
            HealthCheck = new AppHealthCheck
            {
                Path = "/alive",
                Interval = TimeSpan.FromSeconds(7),
                Timeout = TimeSpan.FromMilliseconds(300),
                Threshold = 4,
            },
        });
        app.Folder.ShouldBe(_folder["services/shop"]);
        app.Command.ShouldBe(["./shop", "--fast"]);
        app.Environment.ShouldBe(new Dictionary<string, string> { ["A"] = "app", ["B"] = "common", ["N"] = "1" }, ignoreOrder: true);
        app.LogDestination.ShouldBe(LogDestination.FileAndConsole);
    }

    [Fact]
    public void Read_OnlyTheFolder_HasTheDefaults()
    {
        var app = ReadApp("appDirPath: services/shop");

        app.Options.ShouldBeEquivalentTo(new AppOptions { AppId = "shop", ResourcesPaths = new List<string>() });
        app.Command.ShouldBeEmpty();
    }

    [Fact]
    public void Read_Common_HoldsForAppsThatDoNotSayOtherwise()
    {
        const string Common = """
            appProtocol: grpc
            resourcesPath: components
            configFilePath: config.yaml
            daprHTTPMaxRequestSize: 2
            enableAppHealthCheck: true
            appHealthThreshold: 9
            """;

        var app = ReadApp("appDirPath: services/shop", Common).Options;
        var other = ReadApp("appDirPath: services/shop\nappProtocol: http\nenableAppHealthCheck: false\nmaxBodySize: 500K", Common).Options;

        (app.Protocol, app.MaxBodyBytes, app.HealthCheck?.Threshold).ShouldBe((AppProtocol.Grpc, 2 * 1024 * 1024, 9));
        (app.ResourcesPaths![0], app.ConfigurationFile).ShouldBe((_folder["components"], _folder["config.yaml"]));
        (other.Protocol, other.MaxBodyBytes, other.HealthCheck).ShouldBe((AppProtocol.Http, 500_000, null));
    }

    [Fact]
    public void Read_FolderWithDotDapr_TakesItsResourcesAndConfigurationBeforeTheCommonOnes()
    {
        Directory.CreateDirectory(_folder["services/shop/.dapr/resources"]);
        File.WriteAllText(_folder["services/shop/.dapr/config.yaml"], "");

        var app = ReadApp("appDirPath: services/shop", "resourcesPath: components\nconfigFilePath: config.yaml").Options;

        app.ResourcesPaths.ShouldBe([_folder["services/shop/.dapr/resources"]]);
        app.ConfigurationFile.ShouldBe(_folder["services/shop/.dapr/config.yaml"]);
    }

    [Fact]
    public void Read_PathsSeparatedByCommas_AreSeveral() =>
        ReadApp("appDirPath: services/shop\nresourcesPaths: a, b").Options.ResourcesPaths.ShouldBe([_folder["services/shop/a"], _folder["services/shop/b"]]);

    [Fact]
    public void Read_UnknownAndUnsupportedProperties_AreWarnings()
    {
        var template = Read("""
            version: 1
            comon: {}
            common:
              appPort: 1
            apps:
              - appDirPath: services/shop
                appProtocoll: grpc
                appMaxConcurrency: 5
                metricsPort: 9090
            """);

        template.Warnings.Select(warning => warning[(warning.LastIndexOf('/') + 1)..]).ShouldBe(
        [
            "dapr.yaml:2: comon is no property of a run template; it is ignored",
            "dapr.yaml:4: appPort is no property of a run template; it is ignored",
            "dapr.yaml:7: appProtocoll is no property of a run template; it is ignored",
            "dapr.yaml:8: appMaxConcurrency is not supported here and has no effect",
        ]);
    }

    [Theory]
    [InlineData("version: 1\napps:\n- appPort: many", ":3: appPort: 'many' is not a whole number")]
    [InlineData("version: 1\napps:\n- appPort: 70000", ":3: appPort: must be from 0 to 65535")]
    [InlineData("version: 1\napps:\n- appProtocol: smtp", ":3: appProtocol: smtp is not one of http, h2c, grpc")]
    [InlineData("version: 1\ncommon:\n  appProtocol: smtp\napps:\n- appID: a", ":3: appProtocol: smtp is not one of http, h2c, grpc")]
    [InlineData("version: 1\napps:\n- maxBodySize: huge", ":3: maxBodySize: 'huge' is not a size")]
    [InlineData("version: 1\napps:\n- maxBodySize: 2Gi", ":3: maxBodySize: '2Gi' is not a size")]
    [InlineData("version: 1\napps:\n- daprHTTPMaxRequestSize: 0", ":3: daprHTTPMaxRequestSize: must be 1 or more")]
    [InlineData("version: 1\napps:\n- enableAppHealthCheck: true\n  appHealthThreshold: -1", ":4: appHealthThreshold: must be 1 or more")]
    [InlineData("version: 1\napps:\n- enableAppHealthCheck: perhaps", ":3: enableAppHealthCheck: 'perhaps' is neither true nor false")]
    [InlineData("version: 1\napps:\n- appLogDestination: printer", ":3: appLogDestination: printer is not one of")]
    [InlineData("version: 1\napps:\n- appDirPath: nowhere", "nowhere: no such folder")]
    [InlineData("version: 1\napps:\n- command: run", ":3: 'command' must be a list")]
    [InlineData("version: 1\napps:\n- env: [A]", ":3: 'env' must be a mapping")]
    [InlineData("version: 1\napps: []", ": apps: there is none")]
    [InlineData("version: 1\napps: all", ":2: 'apps' must be a list")]
    [InlineData("version: 2\napps: []", ":1: version: must be 1")]
    [InlineData("apps: []", ": version: must be 1")]
    [InlineData("", "is empty")]
    [InlineData("- a", "a mapping is expected")]
    [InlineData("version: 1\nversion: 1", "not valid YAML")]
    public void Read_Nonsense_SaysWhereAndWhyInOneLine(string text, string complaint)
    {
        var failure = Should.Throw<ConfigurationException>(() => Read(text));

        failure.Message.ShouldContain(_folder["dapr.yaml"]);
        failure.Message.ShouldContain(complaint);
        failure.Message.ShouldNotContain("\n");
    }

    /// <summary>From 32768 on Linux lends ports to outgoing connections: one that has just ended would keep an app from starting for a minute.</summary>
    [Fact]
    public void Read_ThePlatformsOwn_TakesNoPortThatTheSystemLends() =>
        RunTemplate.Read(Path.Combine(Repository.Root, "dapr.yaml")).Apps
            .SelectMany(app => new[] { app.Options.AppPort, app.Options.HttpPort, app.Options.GrpcPort })
            .ShouldAllBe(port => port > 1024 && port < 32768);

    private RunApp ReadApp(string app, string common = "")
    {
        var text = "version: 1\n" + (common.Length > 0 ? "common:\n" + Indent(common, "  ") : "") + "apps:\n-\n" + Indent(app, "  ");
        return Read(text).Apps.ShouldHaveSingleItem();
    }

    private RunTemplate Read(string text)
    {
        File.WriteAllText(_folder["dapr.yaml"], text);
        return RunTemplate.Read(_folder["dapr.yaml"]);
    }

    private static string Indent(string text, string by) => string.Concat(text.Split('\n').Select(line => by + line + "\n"));
}
