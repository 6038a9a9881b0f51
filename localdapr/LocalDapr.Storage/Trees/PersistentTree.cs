namespace LocalDapr.Storage.Trees;

/// <summary>
/// An immutable ordered map from strings (ordinal order) to entries: a B+tree whose editors copy only the nodes on the
/// path to a change (Driscoll et al., "Making Data Structures Persistent", 1989) and share all others. Whoever holds a
/// tree reads it without locks and never sees it change.
/// </summary>
internal sealed class PersistentTree(Node? root, int count, int expiringCount)
{
    public static readonly PersistentTree Empty = new(null, 0, 0);

    public Node? Root => root;

    public int Count => count;

    /// <summary>How many of the entries have an expiry.</summary>
    public int ExpiringCount => expiringCount;

    public Entry? Find(ReadOnlySpan<char> key) => Find(root, key);

    public static Entry? Find(Node? node, ReadOnlySpan<char> key)
    {
        if (node is null)
            return null;
        while (!node.IsLeaf)
            node = node.Child(node.ChildIndex(key));
        var index = node.Search(key);
        return index >= 0 ? node.Entry(index) : null;
    }

    /// <summary>All entries from <paramref name="start"/> (inclusive) in key order.</summary>
    public IEnumerable<KeyValuePair<string, Entry>> From(string start)
    {
        var path = PathTo(start);
        while (path.TryPop(out var step))
        {
            var (node, next) = step;
            if (node.IsLeaf)
            {
                for (; next < node.Count; next++)
                    yield return KeyValuePair.Create(node.Key(next), node.Entry(next));
            }
            else if (next < node.Count)
            {
                path.Push((node, next + 1));
                path.Push((node.Child(next), 0));
            }
        }
    }

    private Stack<(Node Node, int Next)> PathTo(string start)
    {
        var path = new Stack<(Node, int)>();
        var node = root;
        while (node is { IsLeaf: false })
        {
            var index = node.ChildIndex(start);
            path.Push((node, index + 1));
            node = node.Child(index);
        }

        if (node is not null)
        {
            var index = node.Search(start);
            path.Push((node, index >= 0 ? index : ~index));
        }

        return path;
    }
}
