namespace Conformance.Peers;

/// <summary>
/// What a client peer reports: one line per case, <c>ok NAME</c> or <c>failed NAME: REASON</c>. The process runs all its cases once
/// and each test asks for one, so that a failure has the name of what is broken.
/// </summary>
internal sealed class CaseReport(string output)
{
    /// <summary>Runs a client peer to its end.</summary>
    public static async Task<CaseReport> RunAsync(PeerProcess client)
    {
        await using (client)
        {
            await client.WaitForExitAsync();
            return new CaseReport(client.Output);
        }
    }

    /// <summary>Fails the test when the case failed or did not run.</summary>
    public void ShouldHavePassed(string name) => output.Split('\n', StringSplitOptions.TrimEntries).ShouldContain($"ok {name}", output);
}
