using LocalDapr.Runtime.Errors;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace LocalDapr.Runtime.Components;

/// <summary>Reads the documents of a YAML file.</summary>
internal static class YamlFile
{
    /// <exception cref="ConfigurationException">The file is missing or is not YAML.</exception>
    public static IReadOnlyList<YamlObject> Read(string path)
    {
        var stream = new YamlStream();
        try
        {
            using var reader = new StreamReader(path);
            stream.Load(reader);
        }
        catch (YamlException exception)
        {
            var reason = (exception.InnerException ?? exception).Message.ReplaceLineEndings(" ");
            throw new ConfigurationException($"{path}:{exception.Start.Line}: not valid YAML: {reason}", exception);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new ConfigurationException(
                File.Exists(path) ? $"{path}: cannot be read: {exception.Message}" : $"{path}: no such file", exception);
        }

        return [.. stream.Documents.Select(document => document.RootNode).Where(root => !IsEmpty(root)).Select(root => root is YamlMappingNode mapping
            ? new YamlObject(path, mapping)
            : throw new ConfigurationException($"{path}:{root.Start.Line}: a mapping is expected"))];
    }

    private static bool IsEmpty(YamlNode root) => root is YamlScalarNode { Value: null or "" };
}
