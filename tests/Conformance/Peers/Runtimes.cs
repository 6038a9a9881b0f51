using System.Diagnostics;

namespace Conformance.Peers;

/// <summary>The language runtimes of the peers. What is not installed skips the tests that need it, with the reason.</summary>
internal static class Runtimes
{
    private const string Python = "/usr/bin/python3";

    private static readonly Lazy<string?> NodeProblem = new(() =>
        !Runs("node", "--version") ? "node is not installed"
        : !Directory.Exists(Path.Combine(ConformanceFolder.FullPath, "node_modules", "@grpc", "grpc-js"))
            ? "node modules are missing: npm ci --prefix tests/conformance --ignore-scripts"
            : null);

    private static readonly Lazy<string?> PythonProblem = new(() =>
        Runs(Python, "-c", "import grpc") ? null : "python3-grpcio is not installed");

    /// <summary>Starts a script of <c>tests/conformance</c> with node, or skips the test.</summary>
    public static PeerProcess StartNode(string script, params IEnumerable<string> arguments)
    {
        Assert.SkipWhen(NodeProblem.Value is not null, NodeProblem.Value ?? "");
        return PeerProcess.Start("node", [ConformanceFolder.Script(script), .. arguments]);
    }

    /// <summary>Starts a script of <c>tests/conformance</c> with Debian's python, or skips the test.</summary>
    public static PeerProcess StartPython(string script, params IEnumerable<string> arguments)
    {
        Assert.SkipWhen(PythonProblem.Value is not null, PythonProblem.Value ?? "");
        return PeerProcess.Start(Python, ["-B", "-u", ConformanceFolder.Script(script), .. arguments]);
    }

    /// <summary>Starts buf, the protobuf toolchain, or skips the test.</summary>
    public static PeerProcess StartBuf(params IEnumerable<string> arguments)
    {
        Assert.SkipWhen(NodeProblem.Value is not null, NodeProblem.Value ?? "");
        return PeerProcess.Start(ConformanceFolder.Script("node_modules/.bin/buf"), arguments);
    }

    private static bool Runs(string program, params IEnumerable<string> arguments)
    {
        try
        {
            var start = new ProcessStartInfo(program, arguments)
            {
                UseShellExecute = false,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            };
            using var process = Process.Start(start)!;
            process.WaitForExit();
            return process.ExitCode == 0;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return false;
        }
    }
}
