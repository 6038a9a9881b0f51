using System.Net;
using System.Text;
using Dapr.Actors.Client;
using Dapr.Actors.Runtime;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Platform.Testing;

namespace Dapr.Actors.Tests.AspNetCore;

/// <summary>What a host of actors answers to its sidecar. Calls go to it directly, as the sidecar would send them.</summary>
public sealed class HandlerTests : IAsyncLifetime
{
    private readonly ActorLog _log = new();
    private WebApplication _app = null!;
    private HttpClient _http = null!;

    public async ValueTask InitializeAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Services.AddSingleton(_log);
        builder.Services.AddActors(options =>
        {
            options.ActorIdleTimeout = TimeSpan.FromMinutes(2);
            options.ActorScanInterval = TimeSpan.FromSeconds(1.5);
            options.DrainRebalancedActors = true;
            options.RemindersStoragePartitions = 3;
            options.Actors.RegisterActor<CounterActor>("Counter");
            options.Actors.RegisterActor<CounterActor>("Nested", new ActorRuntimeOptions
            {
                ReentrancyConfig = { Enabled = true, MaxStackDepth = 4 },
            });
        });
        _app = builder.Build();
        _app.MapActorsHandlers();
        await _app.StartAsync();
        _http = new HttpClient { BaseAddress = new Uri(_app.Urls.Single()) };
    }

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        await _app.DisposeAsync();
    }

    [Fact]
    public async Task Config_OfTheApp_NamesTypesAndTheirOptions() =>
        (await _http.GetStringAsync("dapr/config")).ShouldBe(
            """
            {"entities":["Counter","Nested"],"actorIdleTimeout":"0h2m0s0ms","actorScanInterval":"0h0m1s500ms","drainRebalancedActors":true,
            "remindersStoragePartitions":3,"reentrancy":{"enabled":false},
            "entitiesConfig":[{"entities":["Nested"],"reentrancy":{"enabled":true,"maxStackDepth":4}}]}
            """.ReplaceLineEndings(""));

    [Fact]
    public async Task Method_CalledWithJson_ActivatesTheActorOnce()
    {
        (await PutAsync("actors/Counter/a/method/AddAsync", "2")).ShouldBe("2");
        (await PutAsync("actors/Counter/a/method/AddAsync", "3")).ShouldBe("5");

        _log.Lines.ShouldBe(["activated a", "ActorInterfaceMethod AddAsync", "ActorInterfaceMethod AddAsync"]);
    }

    [Fact]
    public async Task Method_CalledByAProxy_TakesArgumentsAndThrowsAtTheCaller()
    {
        var proxy = new ActorProxyFactory(new ActorProxyOptions { UseJsonSerialization = true }, new DirectHandler(_http.BaseAddress!))
            .CreateActorProxy<ICounter>(new ActorId("p q"), "Counter");

        (await proxy.AddAsync(4)).ShouldBe(4);
        (await proxy.JoinAsync("ä", "b")).ShouldBe("äb");
        var failure = await Should.ThrowAsync<ActorMethodInvocationException>(() => proxy.FailAsync("no stock"));

        failure.InnerException.ShouldBeOfType<ActorInvokeException>().ActualExceptionType.ShouldBe("System.InvalidOperationException");
        failure.InnerException!.Message.ShouldBe("no stock");
        _log.Lines[0].ShouldBe("activated p q");
    }

    [Fact]
    public async Task Turns_OfOneActor_ComeOneAfterTheOtherThoughACallerLeaves()
    {
        using var leaving = new CancellationTokenSource();
        var first = _http.PutAsync("actors/Counter/a/method/WaitAsync", null, leaving.Token);
        await Eventually.AssertAsync(() => _log.Lines.ShouldContain("in"));
        await leaving.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(() => first);
        var second = PutAsync("actors/Counter/a/method/AddAsync", "1");

        (await PutAsync("actors/Counter/other/method/AddAsync", "1")).ShouldBe("1");
        second.IsCompleted.ShouldBeFalse();
        _log.Gate.SetResult();

        (await second).ShouldBe("1");
        _log.Lines.Where(line => line is "out" or "ActorInterfaceMethod AddAsync").ShouldBe(
            ["ActorInterfaceMethod AddAsync", "out", "ActorInterfaceMethod AddAsync"]);
    }

    [Fact]
    public async Task ReminderAndTimer_ThatFire_HaveTheirTurns()
    {
        await PutAsync("actors/Counter/a/method/remind/daily", """{"dueTime":"0h0m5s0ms","period":"R2/PT1M","data":"AQID"}""");
        var result = await PutAsync("actors/Counter/a/method/timer/t1", """{"callback":"OnTick","data":"AQ=="}""");

        result.ShouldBe("true");
        _log.Lines.ShouldBe(
        [
            "activated a", "ReminderMethod ReceiveReminderAsync", "reminder daily 3 5 60", "TimerMethod FireTimerAsync", "tick 1",
        ]);
    }

    [Fact]
    public async Task Deactivate_ActiveActor_DisposesItAndForgetsIt()
    {
        await PutAsync("actors/Counter/a/method/AddAsync", "2");

        (await _http.DeleteAsync("actors/Counter/a")).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await _http.DeleteAsync("actors/Counter/a")).StatusCode.ShouldBe(HttpStatusCode.OK);

        _log.Lines.ShouldBe(["activated a", "ActorInterfaceMethod AddAsync", "deactivated", "disposed"]);
        (await PutAsync("actors/Counter/a/method/AddAsync", "2")).ShouldBe("2");
    }

    [Fact]
    public async Task Deactivate_WhileATurnRuns_WaitsForItAndTheNextCallGetsAnotherActor()
    {
        var first = _http.PutAsync("actors/Counter/a/method/WaitAsync", null);
        await Eventually.AssertAsync(() => _log.Lines.ShouldContain("in"));
        var deactivation = _http.DeleteAsync("actors/Counter/a");
        var second = PutAsync("actors/Counter/a/method/AddAsync", "1");
        var third = PutAsync("actors/Counter/a/method/AddAsync", "1");

        _log.Gate.SetResult();

        (await first).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await deactivation).StatusCode.ShouldBe(HttpStatusCode.OK);
        await Task.WhenAll(second, third);
        _log.Lines.Count(line => line == "deactivated").ShouldBe(1);
    }

    [Theory]
    [InlineData("actors/Unknown/a/method/AddAsync", "1", HttpStatusCode.NotFound)]
    [InlineData("actors/Counter/a/method/Unknown", "1", HttpStatusCode.NotFound)]
    [InlineData("actors/Counter/a/method/AddAsync", "one", HttpStatusCode.BadRequest)]
    [InlineData("actors/Counter/a/method/AddAsync", "", HttpStatusCode.BadRequest)]
    [InlineData("actors/Counter/a/method/FailAsync", "\"x\"", HttpStatusCode.InternalServerError)]
    public async Task Method_CalledWrongly_IsRefused(string path, string body, HttpStatusCode expected)
    {
        using var content = new StringContent(body, Encoding.UTF8, "application/json");

        (await _http.PutAsync(path, content)).StatusCode.ShouldBe(expected);
    }

    [Fact]
    public async Task Health_OfTheApp_IsMapped() => (await _http.GetStringAsync("healthz")).ShouldBe("Healthy");

    private async Task<string> PutAsync(string path, string body)
    {
        using var content = new StringContent(body, Encoding.UTF8, "application/json");
        using var response = await _http.PutAsync(path, content);
        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        return await response.Content.ReadAsStringAsync();
    }

    /// <summary>Takes the sidecar's place: sends calls for actors to the app itself.</summary>
    private sealed class DirectHandler(Uri app) : DelegatingHandler(new SocketsHttpHandler())
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            request.RequestUri = new Uri(app, request.RequestUri!.PathAndQuery["/v1.0".Length..]);
            return base.SendAsync(request, cancellationToken);
        }
    }
}
