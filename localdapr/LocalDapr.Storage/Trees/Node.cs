using System.Runtime.CompilerServices;

namespace LocalDapr.Storage.Trees;

/// <summary>
/// A node of <see cref="PersistentTree"/>: ascending keys with one slot each, which is an <see cref="Entry"/> in a leaf
/// and a child node in a branch. A child holds the keys from its own key up to the next child's; the first child of a
/// branch also takes everything smaller, so the first key of a branch is never compared.
/// </summary>
/// <remarks>Only the editor that created a node may change it; once that editor is done the node never changes again.</remarks>
internal sealed class Node(object owner, bool isLeaf)
{
    public const int Capacity = 32;
    private const int SparseCount = Capacity / 4;

    private readonly string[] _keys = new string[Capacity];
    private readonly object[] _slots = new object[Capacity];

    public bool IsLeaf { get; } = isLeaf;

    public int Count { get; private set; }

    public bool IsSparse => Count < SparseCount;

    public string Key(int index) => _keys[index];

    public Entry Entry(int index) => Unsafe.As<Entry>(_slots[index]);

    public Node Child(int index) => Unsafe.As<Node>(_slots[index]);

    /// <summary>The index of the key in a leaf, or the complement of the index where it would be inserted.</summary>
    public int Search(ReadOnlySpan<char> key) => Search(key, 0);

    /// <summary>The index of the child of a branch that the key belongs to.</summary>
    public int ChildIndex(ReadOnlySpan<char> key)
    {
        var index = Search(key, 1);
        return index >= 0 ? index : ~index - 1;
    }

    /// <summary>This node when <paramref name="editor"/> created it, otherwise a copy which it may change.</summary>
    public Node OwnedBy(object editor)
    {
        if (ReferenceEquals(owner, editor))
            return this;
        var copy = new Node(editor, IsLeaf);
        copy.AppendRange(this, 0, Count);
        return copy;
    }

    public void Replace(int index, object slot) => _slots[index] = slot;

    public void RemoveAt(int index)
    {
        Count--;
        Array.Copy(_keys, index + 1, _keys, index, Count - index);
        Array.Copy(_slots, index + 1, _slots, index, Count - index);
        _keys[Count] = null!;
        _slots[Count] = null!;
    }

    /// <summary>Inserts, splitting a full node; returns the new right sibling when it did.</summary>
    public Node? Insert(int index, string key, object slot)
    {
        if (Count < Capacity)
        {
            InsertAt(index, key, slot);
            return null;
        }

        // Keys of queues and logs arrive in ascending order: leaving the left node full keeps their trees dense.
        var at = index == Capacity ? Capacity : Capacity / 2;
        var right = new Node(owner, IsLeaf);
        right.AppendRange(this, at, Count - at);
        Truncate(at);
        if (index > at || at == Capacity)
            right.InsertAt(index - at, key, slot);
        else
            InsertAt(index, key, slot);
        return right;
    }

    /// <summary>Takes over what the next sibling holds when both fit well into one node; false when they don't.</summary>
    /// <param name="sibling">The next child of the same parent.</param>
    /// <param name="siblingKey">The sibling's key in the parent, the lower bound of what it holds.</param>
    public bool TryAbsorb(Node sibling, string siblingKey)
    {
        if (Count + sibling.Count > Capacity - SparseCount)
            return false;
        var first = Count;
        AppendRange(sibling, 0, sibling.Count);
        if (!IsLeaf)
            _keys[first] = siblingKey;
        return true;
    }

    private int Search(ReadOnlySpan<char> key, int low)
    {
        var high = Count - 1;
        while (low <= high)
        {
            var middle = (low + high) >> 1;
            var order = _keys[middle].AsSpan().SequenceCompareTo(key);
            if (order == 0)
                return middle;
            if (order < 0)
                low = middle + 1;
            else
                high = middle - 1;
        }

        return ~low;
    }

    private void InsertAt(int index, string key, object slot)
    {
        Array.Copy(_keys, index, _keys, index + 1, Count - index);
        Array.Copy(_slots, index, _slots, index + 1, Count - index);
        _keys[index] = key;
        _slots[index] = slot;
        Count++;
    }

    private void AppendRange(Node source, int index, int count)
    {
        Array.Copy(source._keys, index, _keys, Count, count);
        Array.Copy(source._slots, index, _slots, Count, count);
        Count += count;
    }

    private void Truncate(int count)
    {
        Array.Clear(_keys, count, Count - count);
        Array.Clear(_slots, count, Count - count);
        Count = count;
    }
}
