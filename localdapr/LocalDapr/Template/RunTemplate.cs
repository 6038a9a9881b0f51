using LocalDapr.Runtime.Components;
using LocalDapr.Runtime.Errors;
using LocalDapr.Runtime.Hosting;

namespace LocalDapr.Template;

/// <summary>A Dapr multi-app run template (<c>dapr.yaml</c>), as far as one machine needs it.</summary>
internal sealed record RunTemplate(string Folder, IReadOnlyList<string> ResourcesPaths, string? ConfigurationFile, IReadOnlyList<RunApp> Apps)
{
    /// <summary>Reads a template.</summary>
    /// <exception cref="ConfigurationException">The file is missing or broken.</exception>
    public static RunTemplate Read(string path)
    {
        if (!File.Exists(path))
        {
            throw new ConfigurationException($"{path}: no such file");
        }

        var folder = Path.GetDirectoryName(path)!;
        var document = YamlFile.Read(path) is [var first, ..] ? first : throw new ConfigurationException($"{path}: is empty");
        var common = document.Object("common");
        var resources = common?.Strings("resourcesPaths") ?? [];
        if (resources.Count == 0 && common?.String("resourcesPath") is { } single)
        {
            resources = [single];
        }

        return new RunTemplate(
            folder,
            [.. resources.Select(each => Path.GetFullPath(each, folder))],
            common?.String("configFilePath") is { } configuration ? Path.GetFullPath(configuration, folder) : null,
            Number([.. document.Objects("apps").Select(app => ReadApp(app, folder, common?.StringMap("env")))]));
    }

    /// <summary>Tells the instances of one app apart.</summary>
    private static List<RunApp> Number(IReadOnlyList<RunApp> apps)
    {
        var counts = new Dictionary<string, int>();
        return [.. apps.Select(app =>
        {
            var number = counts[app.AppId] = counts.GetValueOrDefault(app.AppId) + 1;
            return number == 1 ? app : app with { Name = $"{app.AppId}-{number}" };
        })];
    }

    private static RunApp ReadApp(YamlObject app, string folder, IReadOnlyDictionary<string, string>? commonEnvironment)
    {
        var options = new AppOptions
        {
            AppId = app.RequiredString("appID"),
            AppPort = app.Int32("appPort") ?? 0,
            HttpPort = app.Int32("daprHTTPPort") ?? 0,
            GrpcPort = app.Int32("daprGRPCPort") ?? 0,
            Protocol = app.String("appProtocol") switch
            {
                null or "http" => AppProtocol.Http,
                "h2c" => AppProtocol.H2c,
                "grpc" => AppProtocol.Grpc,
                var other => throw app.Error("appProtocol", $"{other} is not one of http, h2c, grpc"),
            },
        };
        var environment = new Dictionary<string, string>(commonEnvironment ?? new Dictionary<string, string>());
        foreach (var (name, value) in app.StringMap("env"))
        {
            environment[name] = value;
        }

        var command = app.Strings("command");
        return command.Count > 0
            ? new RunApp(options, Path.GetFullPath(app.String("appDirPath") ?? ".", folder), command, environment)
            : throw app.Error("command is missing");
    }
}

/// <summary>An app of a template: how it is started.</summary>
internal sealed record RunApp(
    AppOptions Options,
    string Folder,
    IReadOnlyList<string> Command,
    IReadOnlyDictionary<string, string> Environment)
{
    public string AppId => Options.AppId;

    /// <summary>The app id; of an app that is there several times, every instance after the first has its number behind it.</summary>
    public string Name { get; init; } = Options.AppId;
}
