using LocalDapr.Runtime.Hosting;

namespace LocalDapr.Template;

/// <summary>An app of a template: how it is started.</summary>
/// <param name="Options">The app and its sidecar.</param>
/// <param name="Folder">The working directory.</param>
/// <param name="Command">The program and its arguments; empty for an app that somebody else starts.</param>
/// <param name="Environment">Variables beyond those of localdapr itself and those that Dapr sets.</param>
/// <param name="LogDestination">Where its output goes.</param>
internal sealed record RunApp(
    AppOptions Options,
    string Folder,
    IReadOnlyList<string> Command,
    IReadOnlyDictionary<string, string> Environment,
    LogDestination LogDestination)
{
    /// <summary>The app id; of an app that is there several times, every instance after the first has its number behind it.</summary>
    public string Name { get; init; } = Options.AppId;

    public string AppId => Options.AppId;
}
