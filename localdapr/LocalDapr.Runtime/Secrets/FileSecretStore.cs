using System.Text.Json;
using LocalDapr.Runtime.Errors;

namespace LocalDapr.Runtime.Secrets;

/// <summary>
/// <c>secretstores.local.file</c>: a JSON file, read once. Nested objects are flattened with a separator (<c>a:b</c>), or, when
/// the store is multi-valued, each top-level object is one secret with several values.
/// </summary>
internal sealed class FileSecretStore : ISecretStore
{
    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false };

    private readonly Dictionary<string, IReadOnlyDictionary<string, string>> _secrets;

    private FileSecretStore(Dictionary<string, IReadOnlyDictionary<string, string>> secrets) => _secrets = secrets;

    /// <summary>Reads the file.</summary>
    /// <exception cref="ConfigurationException">The file is missing or not a JSON object.</exception>
    public static FileSecretStore Open(string path, string separator, bool multiValued)
    {
        try
        {
            using var document = JsonDocument.Parse(File.ReadAllBytes(path), Strict);
            if (document.RootElement.ValueKind is not JsonValueKind.Object)
                throw new ConfigurationException($"{path}: a JSON object is expected");
            return new FileSecretStore(multiValued
                ? ReadMultiValued(document.RootElement, separator)
                : Merge(Flatten(document.RootElement, separator)).ToDictionary(secret => secret.Key, Single));
        }
        catch (JsonException exception)
        {
            throw new ConfigurationException($"{path}:{exception.LineNumber + 1}: not valid JSON", exception);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new ConfigurationException($"{path}: the secrets file cannot be read", exception);
        }
    }

    public IReadOnlyDictionary<string, string>? Get(string name) => _secrets.GetValueOrDefault(name);

    public IReadOnlyDictionary<string, IReadOnlyDictionary<string, string>> GetAll() => _secrets;

    private static Dictionary<string, IReadOnlyDictionary<string, string>> ReadMultiValued(JsonElement root, string separator) =>
        root.EnumerateObject().ToDictionary(property => property.Name, property => property.Value.ValueKind is JsonValueKind.Object
            ? Merge(Flatten(property.Value, separator))
            : Single(KeyValuePair.Create(property.Name, property.Value.ToString())));

    // {"a:b":…} and {"a":{"b":…}} are one name.
    private static Dictionary<string, string> Merge(IEnumerable<KeyValuePair<string, string>> secrets)
    {
        var merged = new Dictionary<string, string>();
        foreach (var (name, value) in secrets)
            merged[name] = value;
        return merged;
    }

    private static IReadOnlyDictionary<string, string> Single(KeyValuePair<string, string> secret) =>
        new Dictionary<string, string> { [secret.Key] = secret.Value };

    private static IEnumerable<KeyValuePair<string, string>> Flatten(JsonElement element, string separator) =>
        Children(element).SelectMany(child => child.Value.ValueKind is JsonValueKind.Object or JsonValueKind.Array
            ? Flatten(child.Value, separator).Select(nested => KeyValuePair.Create(child.Name + separator + nested.Key, nested.Value))
            : [KeyValuePair.Create(child.Name, child.Value.ToString())]);

    private static IEnumerable<(string Name, JsonElement Value)> Children(JsonElement element) =>
        element.ValueKind is JsonValueKind.Object
            ? element.EnumerateObject().Select(property => (property.Name, property.Value))
            : element.EnumerateArray().Select((item, index) => (index.ToString(System.Globalization.CultureInfo.InvariantCulture), item));
}
