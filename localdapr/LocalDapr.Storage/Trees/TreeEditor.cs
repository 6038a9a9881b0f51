namespace LocalDapr.Storage.Trees;

/// <summary>
/// Builds a new <see cref="PersistentTree"/> from another one. Nodes which this editor created are changed in place, so
/// a run of changes costs little more than in a mutable tree. After <see cref="ToTree"/> the editor must not be used.
/// </summary>
internal sealed class TreeEditor(PersistentTree source)
{
    private Node? _root = source.Root;
    private int _count = source.Count;
    private int _expiring = source.ExpiringCount;

    public Entry? Find(ReadOnlySpan<char> key) => PersistentTree.Find(_root, key);

    public PersistentTree ToTree() => new(_root, _count, _expiring);

    public void Set(string key, Entry entry)
    {
        _expiring += entry.Expires ? 1 : 0;
        _root ??= new Node(this, isLeaf: true);
        (_root, var sibling) = Set(_root, key, entry);
        if (sibling is null)
            return;
        var left = _root;
        _root = new Node(this, isLeaf: false);
        _root.Insert(0, left.Key(0), left);
        _root.Insert(1, sibling.Key(0), sibling);
    }

    public void Remove(string key)
    {
        if (_root is null || Find(key) is not { } entry)
            return;
        _root = Remove(_root, key);
        _count--;
        _expiring -= entry.Expires ? 1 : 0;
        while (_root is { IsLeaf: false, Count: 1 })
            _root = _root.Child(0);
        if (_root is { Count: 0 })
            _root = null;
    }

    private (Node Node, Node? Sibling) Set(Node node, string key, Entry entry)
    {
        node = node.OwnedBy(this);
        if (node.IsLeaf)
        {
            var index = node.Search(key);
            if (index < 0)
            {
                _count++;
                return (node, node.Insert(~index, key, entry));
            }

            _expiring -= node.Entry(index).Expires ? 1 : 0;
            node.Replace(index, entry);
            return (node, null);
        }

        var childIndex = node.ChildIndex(key);
        var (child, sibling) = Set(node.Child(childIndex), key, entry);
        node.Replace(childIndex, child);
        return (node, sibling is null ? null : node.Insert(childIndex + 1, sibling.Key(0), sibling));
    }

    private Node Remove(Node node, string key)
    {
        node = node.OwnedBy(this);
        if (node.IsLeaf)
        {
            node.RemoveAt(node.Search(key));
            return node;
        }

        var index = node.ChildIndex(key);
        var child = Remove(node.Child(index), key);
        node.Replace(index, child);
        if (child.Count == 0)
            node.RemoveAt(index);
        else if (child.IsSparse && index + 1 < node.Count && child.TryAbsorb(node.Child(index + 1), node.Key(index + 1)))
            node.RemoveAt(index + 1);
        return node;
    }
}
