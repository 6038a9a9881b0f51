using System.Diagnostics;

namespace Chart.Tests.Tools;

/// <summary>What a program that has ended said.</summary>
internal sealed record Command(int ExitCode, string Output, string Errors)
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(1);

    /// <summary>Runs a program to its end, in the root of the repository.</summary>
    /// <exception cref="OperationCanceledException">It took longer than the limit, a minute unless given, and was killed.</exception>
    public static async Task<Command> RunAsync(string program, IEnumerable<string> arguments, string input = "", TimeSpan? limit = null)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = Platform.Testing.Repository.Root,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var process = Process.Start(start)!;
        using var end = new CancellationTokenSource(limit ?? Limit);
        await using var kill = end.Token.Register(() => process.Kill(entireProcessTree: true));
        var output = process.StandardOutput.ReadToEndAsync(end.Token);
        var errors = process.StandardError.ReadToEndAsync(end.Token);
        await process.StandardInput.WriteAsync(input.AsMemory(), end.Token);
        process.StandardInput.Close();
        await process.WaitForExitAsync(end.Token);
        return new Command(process.ExitCode, await output, await errors);
    }
}
