using Xunit;

namespace Platform.Testing;

/// <summary>Finds the real data that tests read: the folder that <c>PLATFORM_DATASETS</c> names, else <c>../shared/datasets</c> beside the repository.</summary>
public static class Datasets
{
    /// <summary>The path of a file of a data set. Skips the running test, saying why, where it is missing.</summary>
    /// <param name="parts">The path below the datasets folder, such as <c>"i-urls", "urls-shared-in-irc.tsv"</c>.</param>
    public static string Require(params ReadOnlySpan<string> parts)
    {
        var path = Find(parts);
        Assert.SkipUnless(path is not null, $"needs the data set {string.Join('/', parts)}; PLATFORM_DATASETS names its folder");
        return path!;
    }

    /// <summary>The path of a file of a data set; null where it is missing.</summary>
    /// <param name="parts">The path below the datasets folder.</param>
    public static string? Find(params ReadOnlySpan<string> parts)
    {
        var root = Environment.GetEnvironmentVariable("PLATFORM_DATASETS")
            ?? Path.Combine(Repository.Root, "..", "shared", "datasets");
        var path = Path.GetFullPath(Path.Combine([root, .. parts]));
        return File.Exists(path) ? path : null;
    }
}
