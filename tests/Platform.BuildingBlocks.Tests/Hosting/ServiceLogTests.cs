using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Logging;
using Platform.Hosting;
using Platform.Testing;
using Platform.Testing.Services;

namespace Platform.BuildingBlocks.Tests.Hosting;

public sealed class ServiceLogTests
{
    [Fact]
    public async Task Service_Requests_LeaveNoLine()
    {
        using var log = new LogCollector();
        var builder = WebApplication.CreateBuilder();
        var address = new Uri($"http://127.0.0.1:{FreePort.Find()}");
        builder.Configuration["APP_PORT"] = $"{address.Port}";
        builder.AddServiceDefaults();
        builder.Logging.AddProvider(log);
        await using var service = builder.Build();
        service.MapServiceDefaults();
        await service.StartAsync(TestContext.Current.CancellationToken);
        var started = log.Lines.ToList();

        using var client = new HttpClient
        {
            BaseAddress = address,
            DefaultRequestVersion = HttpVersion.Version20,
            DefaultVersionPolicy = HttpVersionPolicy.RequestVersionExact,
        };
        using var found = await client.GetAsync("/healthz", TestContext.Current.CancellationToken);
        using var missing = await client.GetAsync("/missing", TestContext.Current.CancellationToken);

        (found.StatusCode, missing.StatusCode).ShouldBe((HttpStatusCode.OK, HttpStatusCode.NotFound));
        started.ShouldNotBeEmpty();
        log.Lines.ShouldBe(started);
    }
}
