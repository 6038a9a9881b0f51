using System.Globalization;
using FsCheck;
using FsCheck.Fluent;
using LocalDapr.Storage.Trees;
using Platform.Testing;

namespace LocalDapr.Storage.Tests;

/// <summary>The store and its tree against a sorted dictionary.</summary>
public sealed class ModelTests
{
    [Fact]
    public void TreeEditor_AnyChanges_EqualTheModelAndLeaveOldTreesAlone() =>
        Prop.ForAll<(short Key, bool IsPut)[]>(changes =>
        {
            var model = new SortedDictionary<string, ulong>(StringComparer.Ordinal);
            var tree = PersistentTree.Empty;
            // Each change is blown up to a run of keys, so that nodes split, empty and merge on several levels.
            for (var i = 0; i < changes.Length; i++)
            {
                var (old, oldModel) = (tree, model.ToList());
                tree = Apply(tree, model, changes[i].Key, changes[i].IsPut, (ulong)i + 1);
                old.From("").Select(item => (item.Key, item.Value.Version)).ShouldBe(oldModel.Select(item => (item.Key, item.Value)));
            }

            tree.Count.ShouldBe(model.Count);
            tree.From("").Select(item => (item.Key, item.Value.Version)).ShouldBe(model.Select(item => (item.Key, item.Value)));
            model.ShouldAllBe(item => tree.Find(item.Key)!.Version == item.Value);
            tree.From("2").Select(item => item.Key).ShouldBe(model.Keys.Where(key => string.CompareOrdinal(key, "2") >= 0));
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(40).WithReplay(1, 1));

    [Fact]
    public void KeyValueStore_AnyCommitsWithReopensAndCompactions_EqualsTheModel() =>
        Prop.ForAll<(byte Action, byte Key, byte[] Value)[]>(steps => RunAsync(steps).GetAwaiter().GetResult())
            .Check(Config.QuickThrowOnFailure.WithMaxTest(60));

    private static PersistentTree Apply(PersistentTree tree, SortedDictionary<string, ulong> model, short start, bool isPut, ulong version)
    {
        var editor = new TreeEditor(tree);
        foreach (var number in Enumerable.Range(Math.Abs((int)start), isPut ? 200 : 120))
        {
            var key = number.ToString("x", CultureInfo.InvariantCulture);
            if (isPut)
            {
                editor.Set(key, new Entry(default, version, Entry.ToExpiryMs(null)));
                model[key] = version;
            }
            else
            {
                editor.Remove(key);
                model.Remove(key);
            }
        }

        return editor.ToTree();
    }

    private static async Task RunAsync((byte Action, byte Key, byte[] Value)[] steps)
    {
        using var folder = new TempFolder();
        var options = new StoreOptions { Directory = folder.Path, SegmentBytes = 500, FlushPolicy = FlushPolicy.OnWrite };
        var model = new SortedDictionary<string, byte[]>(StringComparer.Ordinal);
        var store = await KeyValueStore.OpenAsync(options);
        try
        {
            foreach (var (action, number, value) in steps)
            {
                var key = $"key{number % 20}";
                switch (action % 8)
                {
                    case 0:
                        await store.DisposeAsync();
                        store = await KeyValueStore.OpenAsync(options);
                        break;
                    case 1:
                        await store.CompactAsync();
                        break;
                    case 2 or 3:
                        await store.CommitAsync(new Batch().Delete("k", key));
                        model.Remove(key);
                        break;
                    case 4:
                        var isCommitted = (await store.CommitAsync(new Batch().Put("k", key, value, Precondition.Absent))).IsCommitted;
                        isCommitted.ShouldBe(model.TryAdd(key, value));
                        break;
                    default:
                        await store.CommitAsync(new Batch().Put("k", key, value));
                        model[key] = value;
                        break;
                }

                store.Scan("k").Select(item => (item.Key, Convert.ToHexString(item.Value.Value.Span)))
                    .ShouldBe(model.Select(item => (item.Key, Convert.ToHexString(item.Value))));
            }
        }
        finally
        {
            await store.DisposeAsync();
        }
    }
}
