namespace LocalDapr.Storage.Trees;

/// <summary>Everything the store holds right after the commit numbered <paramref name="sequence"/>; immutable.</summary>
internal sealed class Dataset(IReadOnlyDictionary<string, PersistentTree> keyspaces, ulong sequence)
{
    public static readonly Dataset Empty = new(new Dictionary<string, PersistentTree>(), 0);

    public IReadOnlyDictionary<string, PersistentTree> Keyspaces => keyspaces;

    public ulong Sequence => sequence;

    public PersistentTree this[string keyspace] => keyspaces.GetValueOrDefault(keyspace, PersistentTree.Empty);
}

/// <summary>Collects the changes of a group of commits on top of a dataset; others see them only when published.</summary>
internal sealed class DatasetEditor(Dataset source)
{
    private readonly Dictionary<string, TreeEditor> _editors = [];

    public Entry? Find(string keyspace, string key) =>
        _editors.TryGetValue(keyspace, out var editor) ? editor.Find(key) : source[keyspace].Find(key);

    public void Set(string keyspace, string key, Entry entry) => Editor(keyspace).Set(key, entry);

    public void Remove(string keyspace, string key) => Editor(keyspace).Remove(key);

    /// <summary>The dataset with all changes. The editor must not be used afterwards.</summary>
    public Dataset Publish(ulong sequence)
    {
        var keyspaces = new Dictionary<string, PersistentTree>(source.Keyspaces);
        foreach (var (keyspace, editor) in _editors)
        {
            var tree = editor.ToTree();
            if (tree.Count == 0)
                keyspaces.Remove(keyspace);
            else
                keyspaces[keyspace] = tree;
        }

        return new Dataset(keyspaces, sequence);
    }

    private TreeEditor Editor(string keyspace)
    {
        if (!_editors.TryGetValue(keyspace, out var editor))
            _editors.Add(keyspace, editor = new TreeEditor(source[keyspace]));
        return editor;
    }
}
