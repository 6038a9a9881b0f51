namespace Platform.Testing;

/// <summary>The working copy that the tests run in.</summary>
public static class Repository
{
    /// <summary>The folder that holds Platform.sln.</summary>
    public static string Root { get; } = Find(AppContext.BaseDirectory);

    private static string Find(string folder) =>
        File.Exists(Path.Combine(folder, "Platform.sln"))
            ? folder
            : Find(Path.GetDirectoryName(folder) ?? throw new InvalidOperationException("Platform.sln is in no folder above the tests."));
}
