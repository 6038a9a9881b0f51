using System.Text.Json;

namespace Platform.Blobs.Bindings;

/// <summary><c>bindings.localstorage</c>: files below a folder.</summary>
internal sealed class LocalStorageBinding(BindingCalls calls) : IBlobBinding
{
    private const string FileName = "fileName";

    // A file and a folder cannot have one name, though a blob `a` and a blob `a/b` can be: no key has this character.
    private const char Suffix = '~';

    public async Task PutAsync(string name, ReadOnlyMemory<byte> content, CancellationToken cancellationToken) =>
        await calls.InvokeAsync("create", BindingCalls.Encode(content), cancellationToken, (FileName, name + Suffix));

    public Task<ReadOnlyMemory<byte>?> GetAsync(string name, CancellationToken cancellationToken) =>
        calls.InvokeAsync("get", default, cancellationToken, (FileName, name + Suffix));

    public Task DeleteAsync(string name, CancellationToken cancellationToken) =>
        calls.InvokeAsync("delete", default, cancellationToken, (FileName, name + Suffix));

    public async Task<IReadOnlyList<string>> ListAsync(string folder, string prefix, string after, int count, CancellationToken cancellationToken)
    {
        if (await calls.InvokeAsync("list", default, cancellationToken, (FileName, folder)) is not { IsEmpty: false } answer)
        {
            return [];
        }

        return [.. (JsonSerializer.Deserialize<List<string>>(answer.Span) ?? [])
            .Where(path => path.EndsWith(Suffix))
            .Select(path => NameOf(path, folder))
            .Where(name => name.StartsWith(folder + prefix, StringComparison.Ordinal) && string.CompareOrdinal(name, after) > 0)
            .Order(StringComparer.Ordinal)
            .Take(count)];
    }

    public Task<Uri?> PresignAsync(string name, TimeSpan timeToLive, CancellationToken cancellationToken) => Task.FromResult<Uri?>(null);

    // The binding lists full paths and does not say where its root is; the folder, which no key contains, tells.
    private static string NameOf(string path, string folder)
    {
        var slashed = path.Replace('\\', '/');
        var start = slashed.LastIndexOf(folder, StringComparison.Ordinal);
        return start < 0 ? "" : slashed[start..^1];
    }
}
