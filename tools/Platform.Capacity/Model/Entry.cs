using YamlDotNet.RepresentationModel;

namespace Platform.Capacity.Model;

/// <summary>One key of a YAML mapping with its value, and where it stands.</summary>
/// <param name="File">The file, as errors name it.</param>
/// <param name="Key">The key.</param>
/// <param name="Node">The value.</param>
internal sealed record Entry(string File, string Key, YamlNode Node)
{
    private string Place => $"{File}:{Node.Start.Line}";

    /// <summary>The value as text.</summary>
    /// <exception cref="CapacityException">It is a list or a mapping, or empty.</exception>
    public string Text => Node is YamlScalarNode { Value.Length: > 0 } scalar ? scalar.Value : throw Wrong($"{Key} must be a text");

    /// <summary>The entries of the value.</summary>
    /// <exception cref="CapacityException">It is no mapping.</exception>
    public IEnumerable<Entry> Entries => Node is YamlMappingNode mapping
        ? mapping.Children.Select(child => new Entry(File, child.Key.ToString(), child.Value))
        : throw Wrong($"{Key} must be a mapping");

    /// <summary>The elements of the value.</summary>
    /// <exception cref="CapacityException">It is no list.</exception>
    public IEnumerable<Entry> Elements => Node is YamlSequenceNode list
        ? list.Children.Select(child => new Entry(File, Key, child))
        : throw Wrong($"{Key} must be a list");

    /// <summary>The entry of that key, which must be there.</summary>
    /// <exception cref="CapacityException">It is not.</exception>
    public Entry this[string key] => Find(key) ?? throw Wrong($"{Key} has no {key}");

    /// <summary>The entry of that key.</summary>
    public Entry? Find(string key) => Entries.FirstOrDefault(entry => entry.Key == key);

    /// <summary>Holds the keys to those that are known, so that a misspelled one does not pass unseen.</summary>
    /// <exception cref="CapacityException">There is another.</exception>
    public void OnlyHas(params string[] keys)
    {
        if (Entries.FirstOrDefault(entry => !keys.Contains(entry.Key)) is { } other)
        {
            throw other.Wrong($"{Key} cannot have {other.Key}: it has {string.Join(", ", keys)}");
        }
    }

    /// <summary>An error at this place.</summary>
    public CapacityException Wrong(string problem) => new(Place, problem);
}
