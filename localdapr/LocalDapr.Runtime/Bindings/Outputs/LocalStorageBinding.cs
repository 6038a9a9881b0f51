using System.Text.Json;

namespace LocalDapr.Runtime.Bindings.Outputs;

/// <summary><c>bindings.localstorage</c>: files below a folder.</summary>
internal sealed class LocalStorageBinding : IOutputBinding
{
    private const string UnfinishedPrefix = ".unfinished-";
    private readonly string _root;

    public LocalStorageBinding(string rootPath)
    {
        _root = Path.TrimEndingDirectorySeparator(Path.GetFullPath(rootPath));
        Directory.CreateDirectory(_root);
    }

    public IReadOnlyList<string> Operations { get; } = ["create", "get", "list", "delete"];

    public async Task<BindingResponse> InvokeAsync(BindingRequest request, CancellationToken cancellationToken)
    {
        var fileName = request.Option("fileName");
        try
        {
            return request.Operation switch
            {
                "create" => await CreateAsync(fileName ?? Guid.NewGuid().ToString(), request.Data, cancellationToken),
                "get" => new BindingResponse(await File.ReadAllBytesAsync(PathOf(fileName), cancellationToken)),
                "list" => List(PathOf(fileName)),
                _ => Delete(PathOf(fileName)),
            };
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new BindingException($"file not found: {fileName}", exception);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw new BindingException($"cannot {request.Operation} {fileName}: {exception.GetType().Name}", exception);
        }
    }

    /// <summary>Writes beside and renames, so that nobody reads half a file.</summary>
    private async Task<BindingResponse> CreateAsync(string fileName, ReadOnlyMemory<byte> data, CancellationToken cancellationToken)
    {
        var path = PathOf(fileName);
        var folder = Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        var unfinished = Path.Combine(folder.FullName, UnfinishedPrefix + Guid.NewGuid());
        try
        {
            await File.WriteAllBytesAsync(unfinished, BindingData.DecodeBase64(BindingData.Unquote(data)), cancellationToken);
            File.Move(unfinished, path, overwrite: true);
        }
        finally
        {
            File.Delete(unfinished);
        }

        return new BindingResponse(JsonSerializer.SerializeToUtf8Bytes(new { fileName = Path.GetRelativePath(_root, path) }));
    }

    private static BindingResponse List(string path)
    {
        var files = Directory.EnumerateFiles(path, "*", SearchOption.AllDirectories)
            .Where(file => !Path.GetFileName(file).StartsWith(UnfinishedPrefix, StringComparison.Ordinal))
            .Order(StringComparer.Ordinal);
        return new BindingResponse(JsonSerializer.SerializeToUtf8Bytes(files));
    }

    private static BindingResponse Delete(string path)
    {
        if (!File.Exists(path))
            throw new FileNotFoundException();
        File.Delete(path);
        return BindingResponse.Empty;
    }

    /// <summary>The path of a name below the root. Names that lead out of it, by dots or by links, are refused.</summary>
    private string PathOf(string? fileName)
    {
        var path = Path.TrimEndingDirectorySeparator(Path.GetFullPath(Path.Join(_root, fileName)));
        if (path != _root && !path.StartsWith(_root + Path.DirectorySeparatorChar, StringComparison.Ordinal))
            throw new BindingException($"fileName '{fileName}' is outside of the root path");
        for (var part = path; part.Length > _root.Length; part = Path.GetDirectoryName(part)!)
        {
            if (new FileInfo(part).LinkTarget is not null)
                throw new BindingException($"fileName '{fileName}' leads through a link");
        }

        return path;
    }
}
