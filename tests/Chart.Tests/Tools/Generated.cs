using Platform.Testing;

namespace Chart.Tests.Tools;

/// <summary>Files that are made from the code. They are held against it, or written with <c>PLATFORM_UPDATE=1</c>.</summary>
internal static class Generated
{
    /// <summary>Fails when the file has not this text.</summary>
    public static void ShouldBe(string path, string text)
    {
        var file = Path.Combine(Repository.Root, path);
        if (Environment.GetEnvironmentVariable("PLATFORM_UPDATE") == "1")
        {
            File.WriteAllText(file, text);
        }

        // Said in a line: the difference is read from the file.
        var isSame = File.Exists(file) && File.ReadAllText(file) == text;
        isSame.ShouldBeTrue($"{path} is not what the code makes of it: run the test with PLATFORM_UPDATE=1 and read the difference");
    }
}
