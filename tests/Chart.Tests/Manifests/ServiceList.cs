using System.Text.Json.Nodes;
using Platform.Testing;

namespace Chart.Tests.Manifests;

/// <summary>A service as dapr.yaml has it.</summary>
/// <param name="AppId">Its app id.</param>
/// <param name="Folder">Its folder in <c>services</c>, which its project and assembly are called after.</param>
/// <param name="Port">Its h2c port.</param>
internal sealed record ListedService(string AppId, string Folder, int Port)
{
    /// <summary>What is built of it, with all that it refers to.</summary>
    public string Binaries => Path.Combine(Repository.Root, "artifacts", "bin", Folder, Configuration);

    private static string Configuration => new DirectoryInfo(AppContext.BaseDirectory).Name;
}

/// <summary>The services of dapr.yaml.</summary>
internal static class ServiceList
{
    public static IReadOnlyList<ListedService> All { get; } =
    [
        .. Yaml.File("dapr.yaml")["apps"]!.AsArray().Select(app => new ListedService(
            app!["appID"]!.GetValue<string>(),
            Path.GetFileName(app["appDirPath"]!.GetValue<string>()),
            app["appPort"]!.GetValue<int>())),
    ];

    /// <summary>The environment that dapr.yaml gives an app, beside what all have.</summary>
    public static JsonObject? Environment(string appId) =>
        Yaml.File("dapr.yaml")["apps"]!.AsArray().Single(app => app!["appID"]!.GetValue<string>() == appId)!["env"]?.AsObject();
}
