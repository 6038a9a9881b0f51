namespace Platform.EndToEnd;

/// <summary>The working copy that the tests run in.</summary>
internal static class Repository
{
    /// <summary>The folder that holds dapr.yaml.</summary>
    public static string Root { get; } = Find(AppContext.BaseDirectory);

    private static string Find(string folder) =>
        File.Exists(Path.Combine(folder, "dapr.yaml"))
            ? folder
            : Find(Path.GetDirectoryName(folder) ?? throw new InvalidOperationException("dapr.yaml is in no folder above the tests."));
}
