namespace Conformance.Peers;

/// <summary>The folder <c>tests/conformance</c>, where the scripts of the peers and their node modules are.</summary>
internal static class ConformanceFolder
{
    public static string FullPath { get; } = Find();

    public static string Script(string name) => Path.Combine(FullPath, name);

    private static string Find()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            var candidate = Path.Combine(folder.FullName, "tests", "conformance");
            if (File.Exists(Path.Combine(candidate, "package.json")))
            {
                return candidate;
            }
        }

        throw new DirectoryNotFoundException("tests/conformance is not above " + AppContext.BaseDirectory);
    }
}
