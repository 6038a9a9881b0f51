using System.Diagnostics;
using System.Net;
using Platform.Testing;

namespace Platform.EndToEnd;

/// <summary>What an operator sees of <c>./platform up</c>.</summary>
[Collection(nameof(PlatformTests))]
public sealed class StartupTests(PlatformFixture fixture)
{
    private const long IdleLimitBytes = 100L * 1024 * 1024;

    [Fact]
    public void Up_WhenReady_PrintsATableWithEveryService()
    {
        var output = fixture.Platform.Output;

        output.ShouldContain("ready: http://localhost:8080");
        foreach (var service in (string[])["gateway", "shortener"])
        {
            output.Split('\n').ShouldContain(line => line.Contains(service) && line.Contains("510"), "the table has its gRPC address");
        }
    }

    [Fact]
    public async Task Up_WhileAnotherRuns_EndsWithOneClearLineAndAnExitCode()
    {
        using var data = new TempFolder();

        var (exitCode, output) = await PlatformProcess.RunToEndAsync("--data-dir", data.Path);

        exitCode.ShouldNotBe(0);
        output.Trim().Split('\n').ShouldHaveSingleItem().ShouldContain("in use");
    }

    [Fact]
    public async Task Up_InterruptedAndStartedAgain_StopsEveryChildAndIsReadyWithin15Seconds()
    {
        var children = ServiceProcess.Children(fixture.Platform.Id).ToList();
        children.Count.ShouldBeGreaterThanOrEqualTo(2);

        var exitCode = await fixture.Platform.InterruptAsync();

        exitCode.ShouldBe(0);
        children.ShouldAllBe(child => child.HasExited);
        fixture.Platform.Output.ShouldNotContain("was killed");
        var watch = Stopwatch.StartNew();
        await fixture.StartAsync();
        watch.Elapsed.ShouldBeLessThan(TimeSpan.FromSeconds(15));
    }

    [Fact]
    public async Task Services_FreshlyStarted_StayUnder100MegabytesEach()
    {
        await fixture.Platform.InterruptAsync();
        await fixture.StartAsync();

        foreach (var service in ServiceProcess.Children(fixture.Platform.Id))
        {
            ServiceProcess.ResidentBytes(service.Id).ShouldBeLessThan(IdleLimitBytes, service.ProcessName);
        }
    }

    [Fact]
    public async Task Healthz_WhenReady_IsOk() =>
        (await fixture.Gateway.GetAsync("/healthz", TestContext.Current.CancellationToken)).StatusCode.ShouldBe(HttpStatusCode.OK);
}
