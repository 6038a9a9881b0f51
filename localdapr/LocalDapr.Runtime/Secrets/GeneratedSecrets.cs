using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Nodes;
using LocalDapr.Runtime.Errors;

namespace LocalDapr.Runtime.Secrets;

/// <summary>
/// Makes the secrets of a local file that nobody has to choose, such as keys: what the file lacks is 32 random bytes in base64.
/// The file is its owner's alone (mode 600) and is replaced in one step, so a crash leaves the old one or the new one.
/// </summary>
internal static class GeneratedSecrets
{
    private const int Size = 32;

    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false };
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    /// <summary>Adds the named secrets that the file lacks; the others stay as they are.</summary>
    /// <exception cref="ConfigurationException">The file is no JSON object, or cannot be written.</exception>
    public static void Ensure(string path, IEnumerable<string> names)
    {
        try
        {
            var secrets = File.Exists(path) ? JsonNode.Parse(File.ReadAllBytes(path), documentOptions: Strict) as JsonObject : [];
            if (secrets is null)
                throw new ConfigurationException($"{path}: a JSON object is expected");
            var missing = names.Where(name => !secrets.ContainsKey(name)).ToList();
            if (missing.Count == 0)
                return;
            foreach (var name in missing)
                secrets[name] = Convert.ToBase64String(RandomNumberGenerator.GetBytes(Size));
            Replace(path, JsonSerializer.SerializeToUtf8Bytes(secrets, Indented));
        }
        catch (JsonException exception)
        {
            throw new ConfigurationException($"{path}:{exception.LineNumber + 1}: not valid JSON", exception);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new ConfigurationException($"{path}: the secrets file cannot be written", exception);
        }
    }

    private static void Replace(string path, ReadOnlySpan<byte> content)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
        var draft = path + ".new";
        File.Delete(draft);
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        using (var file = new FileStream(draft, options))
        {
            file.Write(content);
            file.Flush(flushToDisk: true);
        }

        File.Move(draft, path, overwrite: true);
    }
}
