using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Platform.Capacity.Model;

/// <summary>Reads YAML with the line of everything in it.</summary>
internal static class YamlFile
{
    private const int LargestFile = 1 << 20;

    /// <summary>The one document of a file.</summary>
    /// <exception cref="CapacityException">There is no such file, it is too large, or it is no YAML mapping.</exception>
    public static Entry Read(string file)
    {
        if (!File.Exists(file))
        {
            throw new CapacityException(file, "there is no such file");
        }

        if (new FileInfo(file).Length > LargestFile)
        {
            throw new CapacityException(file, $"larger than {LargestFile} bytes");
        }

        return Parse(file, File.ReadAllText(file));
    }

    /// <summary>The same for a text that is not in a file.</summary>
    public static Entry Parse(string name, string text)
    {
        try
        {
            var stream = new YamlStream();
            stream.Load(new StringReader(text));
            return stream.Documents is [{ RootNode: YamlMappingNode root }]
                ? new Entry(name, "file", root)
                : throw new CapacityException(name, "must be one mapping");
        }
        catch (YamlException unreadable)
        {
            throw new CapacityException($"{name}:{unreadable.Start.Line}", unreadable.Message);
        }
    }
}
