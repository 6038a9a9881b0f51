using LocalDapr.Storage;

namespace LocalDapr.Runtime.Actors.Reminders;

/// <summary>A reminder in the store.</summary>
/// <param name="Reminder">The reminder.</param>
/// <param name="Keyspace">Where it is kept.</param>
/// <param name="Version">Which write of it this is.</param>
internal sealed record StoredReminder(Reminder Reminder, string Keyspace, ulong Version)
{
    public string StoreKey => ReminderStore.KeyOf(Reminder.Key, Reminder.Name);
}

/// <summary>Keeps reminders beside the values of the store that is marked <c>actorStateStore</c>.</summary>
internal sealed class ReminderStore(KeyValueStore store)
{
    private const string Prefix = "actor-reminders/";

    public static string KeyspaceOf(string component) => Prefix + component;

    // No part may contain a slash, see ActorNames.
    public static string KeyOf(ActorKey key, string name) => $"{key.Type}/{key.Id}/{name}";

    public IEnumerable<StoredReminder> LoadAll() =>
        store.Snapshot.Keyspaces.Where(name => name.StartsWith(Prefix, StringComparison.Ordinal)).SelectMany(keyspace => List(keyspace, ""));

    /// <param name="keyspace">The keyspace.</param>
    /// <param name="type">The actors' type.</param>
    /// <param name="id">One actor of the type; null for all.</param>
    public IEnumerable<StoredReminder> List(string keyspace, string type, string? id) => List(keyspace, id is null ? $"{type}/" : $"{type}/{id}/");

    public StoredReminder? Find(string keyspace, ActorKey key, string name) =>
        store.TryGet(keyspace, KeyOf(key, name), out var entry) ? new StoredReminder(Reminder.FromJson(entry.Value), keyspace, entry.Version) : null;

    /// <summary>Whether the store still has this very write of a reminder.</summary>
    public bool IsCurrent(StoredReminder reminder) =>
        store.TryGet(reminder.Keyspace, reminder.StoreKey, out var entry) && entry.Version == reminder.Version;

    /// <summary>Writes a reminder; null when the precondition does not hold.</summary>
    public async Task<StoredReminder?> PutAsync(string keyspace, Reminder reminder, Precondition precondition)
    {
        var batch = new Batch().Put(keyspace, KeyOf(reminder.Key, reminder.Name), reminder.ToJson(), precondition);
        var result = await store.CommitAsync(batch);
        return result.IsCommitted ? new StoredReminder(reminder, keyspace, result.Version) : null;
    }

    public async Task<bool> DeleteAsync(string keyspace, string storeKey, Precondition precondition = default) =>
        (await store.CommitAsync(new Batch().Delete(keyspace, storeKey, precondition))).IsCommitted;

    private IEnumerable<StoredReminder> List(string keyspace, string prefix) =>
        store.Scan(keyspace, prefix).Select(entry => new StoredReminder(Reminder.FromJson(entry.Value.Value), keyspace, entry.Value.Version));
}
