using LocalDapr.Runtime.Errors;
using LocalDapr.Runtime.Resiliency.Specification;
using LocalDapr.Runtime.Secrets;
using Microsoft.Extensions.Logging;

namespace LocalDapr.Runtime.Components;

/// <summary>Loads Dapr resource files. Secret stores come first, because other components may refer to their secrets.</summary>
/// <param name="secretStoreFactory">Opens secret stores.</param>
/// <param name="logger">Told what is left out, and what the embedded store serves in place of what a component names.</param>
internal sealed partial class ResourceLoader(SecretStoreFactory secretStoreFactory, ILogger<ResourceLoader> logger)
{
    /// <summary>Loads every <c>*.yaml</c> and <c>*.yml</c> of the folders and, if given, the configuration file.</summary>
    /// <exception cref="ConfigurationException">A folder is missing, or a file is broken.</exception>
    public Resources Load(IEnumerable<string> folders, string? configurationFile)
    {
        var documents = folders.SelectMany(FilesOf).SelectMany(YamlFile.Read).ToList();
        var byKind = documents.ToLookup(KindOf);
        var configuration = configurationFile is null
            ? byKind["Configuration"].LastOrDefault()
            : YamlFile.Read(configurationFile).SingleOrDefault(document => KindOf(document) is "Configuration")
              ?? throw new ConfigurationException($"{configurationFile}: holds no resource of kind Configuration");

        var (secretStores, components) = LoadComponents(byKind["Component"]);
        return new Resources(
            components,
            [.. byKind["Subscription"].Select(Subscription.Parse)],
            ReadResiliency(byKind["Resiliency"]),
            secretStores,
            configuration is null ? DaprConfiguration.Empty : DaprConfiguration.Parse(configuration));
    }

    /// <summary>Reads all, so that the complaint is about all that are broken.</summary>
    private static List<ResiliencySpec> ReadResiliency(IEnumerable<YamlObject> documents)
    {
        var (specs, problems) = (new List<ResiliencySpec>(), new List<string>());
        foreach (var document in documents)
        {
            try
            {
                specs.Add(ResiliencyReader.Read(document));
            }
            catch (ConfigurationException exception)
            {
                problems.Add(exception.Message);
            }
        }

        return problems.Count == 0 ? specs : throw new ConfigurationException(string.Join('\n', problems));
    }

    private (Dictionary<string, ISecretStore> Stores, List<Component> Components) LoadComponents(IEnumerable<YamlObject> documents)
    {
        var isSecretStore = documents.ToLookup(document =>
            document.RequiredObject("spec").RequiredString("type").StartsWith($"{BuildingBlocks.SecretStores}.", StringComparison.Ordinal));
        var components = new List<Component>();
        var stores = new Dictionary<string, ISecretStore>();
        foreach (var document in isSecretStore[true].Concat(isSecretStore[false]))
        {
            try
            {
                Load(document, components, stores);
            }
            catch (ConfigurationException exception) when (document.Object("spec")?.Boolean("ignoreErrors") is true)
            {
                LogIgnored(exception.Message);
            }
        }

        LogEmbedded(components);
        return (stores, components);
    }

    private void Load(YamlObject document, List<Component> components, Dictionary<string, ISecretStore> stores)
    {
        var component = ComponentReader.Read(document, (store, name, key) => stores.TryGetValue(store, out var secrets)
            ? secrets.Get(name)?.GetValueOrDefault(key)
            : throw document.Error($"secret store {store} does not exist, or is declared further down"));
        if (components.Find(other => other.Name == component.Name) is { } other)
            throw new ConfigurationException($"{component.Location}: component {component.Name} is already declared at {other.Location}");
        if (!BuildingBlocks.IsSupported(component.BuildingBlock))
        {
            LogUnsupported(component.Location, component.Name, component.Type);
            return;
        }

        if (component.BuildingBlock == BuildingBlocks.SecretStores)
            stores[component.Name] = secretStoreFactory.Create(component);
        components.Add(component);
    }

    private void LogEmbedded(List<Component> components)
    {
        var embedded = string.Join(", ", components
            .Where(component => component.BuildingBlock is BuildingBlocks.State or BuildingBlocks.PubSub)
            .Select(component => $"{component.Name} ({component.Type})"));
        if (embedded.Length > 0)
            LogEmbedded(embedded);
    }

    private static IEnumerable<string> FilesOf(string folder) => Directory.Exists(folder)
        ? Directory.EnumerateFiles(folder)
            .Where(file => Path.GetExtension(file) is ".yaml" or ".yml")
            .Order(StringComparer.Ordinal)
        : throw new ConfigurationException($"{folder}: no such resources folder");

    private static string KindOf(YamlObject document)
    {
        var version = document.RequiredString("apiVersion");
        var kind = document.RequiredString("kind");
        return (version, kind) switch
        {
            ("dapr.io/v1alpha1", "Component" or "Configuration" or "Resiliency" or "Subscription" or "HTTPEndpoint") => kind,
            ("dapr.io/v2alpha1", "Subscription") => kind,
            _ => throw document.Error("kind", $"{version} {kind} is not a Dapr resource that is known here"),
        };
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "The embedded store serves {Components}")]
    private partial void LogEmbedded(string components);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Location}: component {Name} is left out: {Type} is not supported here")]
    private partial void LogUnsupported(string location, string name, string type);

    [LoggerMessage(Level = LogLevel.Warning, Message = "A component is left out, as its ignoreErrors says: {Reason}")]
    private partial void LogIgnored(string reason);
}
