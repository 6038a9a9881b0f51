using LocalDapr.Runtime.Components;
using LocalDapr.Runtime.Errors;
using Microsoft.Extensions.Logging;

namespace LocalDapr.Runtime.Secrets;

/// <summary>Opens the store behind a component of type <c>secretstores.*</c>.</summary>
/// <param name="baseFolder">What relative paths of components are relative to.</param>
/// <param name="logger">Told once for each store of a cloud that the environment serves here.</param>
internal sealed partial class SecretStoreFactory(string baseFolder, ILogger<SecretStoreFactory> logger)
{
    private readonly HashSet<string> _replaced = [];

    public ISecretStore Create(Component component)
    {
        if (component.Implementation is "local.file")
        {
            var file = component.Setting("secretsFile")
                ?? throw new ConfigurationException($"{component.Location}: secretstores.local.file needs metadata secretsFile");
            var path = Path.Combine(baseFolder, file);
            if (component.Setting("generatedSecrets") is { } names)
                GeneratedSecrets.Ensure(path, names.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries));
            return FileSecretStore.Open(
                path,
                component.Setting("nestedSeparator") ?? ":",
                component.Flag("multiValued"));
        }

        if (component.Implementation is not "local.env" && _replaced.Add(component.Name))
            LogReplaced(component.Name, component.Type);
        return new EnvironmentSecretStore(component.Setting("prefix") ?? "");
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Secret store {Name} ({Type}) is served from environment variables here")]
    private partial void LogReplaced(string name, string type);
}
