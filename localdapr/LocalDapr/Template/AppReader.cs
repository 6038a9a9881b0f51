using LocalDapr.Runtime.Components;
using LocalDapr.Runtime.Errors;
using LocalDapr.Runtime.Hosting;

namespace LocalDapr.Template;

/// <summary>Reads the apps of a template. What an app does not say, <c>common</c> says for all.</summary>
/// <param name="folder">The folder of the template.</param>
/// <param name="common">The section <c>common</c>, if there is one.</param>
internal sealed class AppReader(string folder, YamlObject? common)
{
    private const int LargestPort = 65_535;

    /// <exception cref="ConfigurationException">A property has no sense.</exception>
    public RunApp Read(YamlObject app)
    {
        var appFolder = Path.GetFullPath(app.String("appDirPath") ?? ".", folder);
        if (!Directory.Exists(appFolder))
        {
            throw app.Error("appDirPath", $"{appFolder}: no such folder");
        }

        var options = new AppOptions
        {
            AppId = app.String("appID") ?? Path.GetFileName(Path.TrimEndingDirectorySeparator(appFolder)),
            AppPort = Port(app, "appPort"),
            HttpPort = Port(app, "daprHTTPPort"),
            GrpcPort = Port(app, "daprGRPCPort"),
            Protocol = ReadProtocol(app),
            ResourcesPaths = ResourcesOf(app, appFolder),
            ConfigurationFile = ConfigurationOf(app, appFolder),
            HealthCheck = ReadHealthCheck(app),
            MaxBodyBytes = ReadMaxBody(app),
        };
        return new RunApp(options, appFolder, app.Strings("command"), ReadEnvironment(app), ReadLogDestination(app));
    }

    private static int Port(YamlObject app, string key) => app.Int32(key) switch
    {
        // -1 is how Dapr's own tools write none.
        null or -1 => 0,
        < 0 or > LargestPort => throw app.Error(key, $"must be from 0 to {LargestPort}"),
        var port => port.Value,
    };

    private AppProtocol ReadProtocol(YamlObject app) => With(app, "appProtocol") is not { } where ? AppProtocol.Http : where.String("appProtocol") switch
    {
        "http" => AppProtocol.Http,
        "h2c" => AppProtocol.H2c,
        "grpc" => AppProtocol.Grpc,
        var other => throw where.Error("appProtocol", $"{other} is not one of http, h2c, grpc"),
    };

    // The app's own, else .dapr/resources in its folder, else the common ones.
    private List<string> ResourcesOf(YamlObject app, string appFolder)
    {
        if (Paths(app, appFolder) is { Count: > 0 } own)
        {
            return own;
        }

        var convention = Path.Combine(appFolder, ".dapr", "resources");
        return Directory.Exists(convention) ? [convention] : common is null ? [] : Paths(common, folder);
    }

    private static List<string> Paths(YamlObject section, string relativeTo) =>
        [.. section.StringList("resourcesPaths").Concat(section.StringList("resourcesPath")).Select(path => Path.GetFullPath(path, relativeTo))];

    private string? ConfigurationOf(YamlObject app, string appFolder)
    {
        var convention = Path.Combine(appFolder, ".dapr", "config.yaml");
        return app.String("configFilePath") is { } own ? Path.GetFullPath(own, appFolder)
            : File.Exists(convention) ? convention
            : common?.String("configFilePath") is { } shared ? Path.GetFullPath(shared, folder)
            : null;
    }

    private AppHealthCheck? ReadHealthCheck(YamlObject app)
    {
        if (With(app, "enableAppHealthCheck")?.Boolean("enableAppHealthCheck") is not true)
        {
            return null;
        }

        var defaults = new AppHealthCheck();
        return new AppHealthCheck
        {
            Path = With(app, "appHealthCheckPath")?.String("appHealthCheckPath") ?? defaults.Path,
            Interval = Positive(app, "appHealthProbeInterval") is { } seconds ? TimeSpan.FromSeconds(seconds) : defaults.Interval,
            Timeout = Positive(app, "appHealthProbeTimeout") is { } milliseconds ? TimeSpan.FromMilliseconds(milliseconds) : defaults.Timeout,
            Threshold = Positive(app, "appHealthThreshold") ?? defaults.Threshold,
        };
    }

    private int ReadMaxBody(YamlObject app)
    {
        foreach (var key in (string[])["maxBodySize", "daprMaxBodySize"])
        {
            if (With(app, key) is { } where)
            {
                return ByteSize.TryParse(where.String(key)!, out var bytes)
                    ? bytes
                    : throw where.Error(key, $"'{where.String(key)}' is not a size such as 4Mi, from 1 byte to 2 GiB");
            }
        }

        const int MegaByte = 1024 * 1024;
        const string Old = "daprHTTPMaxRequestSize";
        return Positive(app, Old) switch
        {
            null => new AppOptions { AppId = "" }.MaxBodyBytes,
            > int.MaxValue / MegaByte => throw With(app, Old)!.Error(Old, "must be less than 2048 (MiB)"),
            var megaBytes => megaBytes.Value * MegaByte,
        };
    }

    private Dictionary<string, string> ReadEnvironment(YamlObject app)
    {
        var environment = new Dictionary<string, string>(common?.StringMap("env") ?? new Dictionary<string, string>());
        foreach (var (name, value) in app.StringMap("env"))
        {
            environment[name] = value;
        }

        return environment;
    }

    private LogDestination ReadLogDestination(YamlObject app) => With(app, "appLogDestination") is not { } where
        ? LogDestination.File
        : where.String("appLogDestination") switch
        {
            "file" => LogDestination.File,
            "console" => LogDestination.Console,
            "fileAndConsole" => LogDestination.FileAndConsole,
            var other => throw where.Error("appLogDestination", $"{other} is not one of file, console, fileAndConsole"),
        };

    private int? Positive(YamlObject app, string key) => With(app, key)?.Int32(key) switch
    {
        null => null,
        < 1 => throw With(app, key)!.Error(key, "must be 1 or more"),
        var value => value,
    };

    /// <summary>The section that has the property: the app, else the common one.</summary>
    private YamlObject? With(YamlObject app, string key) => app.Has(key) ? app : common?.Has(key) is true ? common : null;
}
