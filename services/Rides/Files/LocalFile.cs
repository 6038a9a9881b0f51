namespace Platform.Rides.Files;

/// <summary>Files that settings name.</summary>
internal static class LocalFile
{
    /// <summary>The path of a file: where it is, for an absolute path, else beside the service.</summary>
    public static string PathOf(string path) => Path.Combine(AppContext.BaseDirectory, path);
}
