using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using LocalDapr.Runtime.Invocation;
using Microsoft.AspNetCore.Http;
using Platform.Testing;

namespace LocalDapr.Tests.Resiliency;

/// <summary>Service invocation over HTTP under resiliency policies.</summary>
public sealed class HttpPolicyTests
{
    private const string Retries = """
          policies:
            retries: {quick: {duration: 1ms, maxRetries: 3, matching: {httpStatusCodes: "429,500-599"}}}
          targets:
            apps: {target: {retry: quick}}
        """;

    private int _calls;

    [Fact]
    public async Task Post_FailsTwice_IsSentAgainWithItsBody()
    {
        await using var host = await ResilientHost.StartAsync(Retries, async context =>
        {
            using var reader = new StreamReader(context.Request.Body);
            var body = await reader.ReadToEndAsync();
            context.Response.StatusCode = ++_calls < 3 ? 503 : 200;
            await context.Response.WriteAsync($"{_calls}:{body}");
        });

        using var response = await host.PostAsync("a", new StringContent("hello"));

        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        (await response.Content.ReadAsStringAsync()).ShouldBe("3:hello");
    }

    [Fact]
    public async Task Post_FailsToTheEnd_GetsTheLastAnswerOfTheApp()
    {
        await using var host = await ResilientHost.StartAsync(Retries, Answer(500));

        using var response = await host.PostAsync("a", new StringContent("hello"));

        ((int)response.StatusCode, await response.Content.ReadAsStringAsync()).ShouldBe((500, "answer 4"));
    }

    [Fact]
    public async Task Post_StatusThatIsNotRetried_IsSentOnce()
    {
        await using var host = await ResilientHost.StartAsync(Retries, Answer(404));

        using var response = await host.PostAsync("a");

        ((int)response.StatusCode, await response.Content.ReadAsStringAsync()).ShouldBe((404, "answer 1"));
    }

    [Fact]
    public async Task Post_BodyTooLargeToKeep_IsSentOnce()
    {
        await using var host = await ResilientHost.StartAsync(Retries, async context =>
        {
            var (length, read) = (0L, 0);
            var buffer = new byte[64 * 1024];
            while ((read = await context.Request.Body.ReadAsync(buffer)) > 0)
                length += read;
            context.Response.StatusCode = ++_calls < 2 ? 503 : 200;
            await context.Response.WriteAsync($"{_calls}:{length}");
        });

        using var small = await host.PostAsync("a", new ByteArrayContent(new byte[ReplayableBody.Limit]));
        _calls = 0;
        using var large = await host.PostAsync("a", new ByteArrayContent(new byte[ReplayableBody.Limit + 1]));

        (await small.Content.ReadAsStringAsync()).ShouldBe($"2:{ReplayableBody.Limit}");
        (await large.Content.ReadAsStringAsync()).ShouldBe($"1:{ReplayableBody.Limit + 1}");
    }

    [Fact]
    public async Task Post_AnswerBreaksOff_BreaksOffForTheCallerAndIsNotSentAgain()
    {
        var begun = new TaskCompletionSource();
        await using var host = await ResilientHost.StartAsync(Retries, async context =>
        {
            _calls++;
            context.Response.ContentLength = 100;
            await context.Response.WriteAsync("part");
            await begun.Task;
            context.Abort();
        });

        using var response = await host.PostAsync("a");
        begun.SetResult();

        await Should.ThrowAsync<HttpRequestException>(() => response.Content.ReadAsStringAsync());

        _calls.ShouldBe(1);
    }

    [Fact]
    public async Task Post_AppBreaksTheConnection_IsSentAgain()
    {
        await using var host = await ResilientHost.StartAsync(Retries, context =>
        {
            if (++_calls == 1)
                context.Abort();
            return Task.CompletedTask;
        });

        using var response = await host.PostAsync("a", new StringContent("hello"));

        ((int)response.StatusCode, _calls).ShouldBe((200, 2));
    }

    [Fact]
    public async Task Post_SlowerThanTheTimeout_IsDirectInvokeError()
    {
        var time = new ManualTimeProvider();
        var ended = new TaskCompletionSource();
        await using var host = await ResilientHost.StartAsync(
            "  policies: {timeouts: {DefaultAppTimeoutPolicy: 5s}}\n",
            async context =>
            {
                context.RequestAborted.Register(() => ended.TrySetResult());
                _calls++;
                await ended.Task;
            },
            clock: time);

        var call = host.PostAsync("a");
        await Eventually.AssertAsync(() => _calls.ShouldBe(1));
        time.Advance(TimeSpan.FromSeconds(5));

        using var response = await call;
        await AssertDirectInvokeErrorAsync(response, "no answer before the timeout");
        await ended.Task.WaitAsync(Eventually.Patience);
    }

    [Fact]
    public async Task Post_CircuitBreakerOpen_IsRefusedUntilItsTimeoutForThatPathOnly()
    {
        var time = new ManualTimeProvider();
        var status = 500;
        await using var host = await ResilientHost.StartAsync(
            """
              policies:
                circuitBreakers: {DefaultCircuitBreakerPolicy: {trip: consecutiveFailures >= 2, timeout: 30s}}
            """,
            context => Answer(status)(context),
            clock: time);
        (await host.PostAsync("a")).Dispose();
        (await host.PostAsync("a")).Dispose();
        status = 200;

        using var refused = await host.PostAsync("a");
        using var other = await host.PostAsync("b");
        time.Advance(TimeSpan.FromSeconds(30));
        using var tried = await host.PostAsync("a");

        await AssertDirectInvokeErrorAsync(refused, "circuit breaker is open");
        ((int)other.StatusCode, (int)tried.StatusCode, _calls).ShouldBe((200, 200, 4));
    }

    [Fact]
    public async Task Post_AppIsDown_IsTriedForThreeSecondsWithoutAnyPolicy()
    {
        var time = new ManualTimeProvider();
        await using var host = await ResilientHost.StartAsync("  policies: {}\n", Answer(200), clock: time);
        await host.Target.DisposeAsync();
        var before = time.GetUtcNow();

        var call = host.PostAsync("a", new StringContent("hello"));
        await Eventually.AssertAsync(() =>
        {
            time.Advance(TimeSpan.FromMilliseconds(call.IsCompleted ? 0 : 250));
            call.IsCompleted.ShouldBeTrue();
        });

        using var response = await call;
        await AssertDirectInvokeErrorAsync(response, "ConnectionError");
        (time.GetUtcNow() - before).ShouldBeGreaterThanOrEqualTo(TimeSpan.FromSeconds(3));
    }

    private static async Task AssertDirectInvokeErrorAsync(HttpResponseMessage response, string reason)
    {
        response.StatusCode.ShouldBe(HttpStatusCode.InternalServerError);
        var error = await response.Content.ReadFromJsonAsync<JsonElement>();
        error.GetProperty("errorCode").GetString().ShouldBe("ERR_DIRECT_INVOKE");
        error.GetProperty("message").GetString()!.ShouldContain(reason);
    }

    private RequestDelegate Answer(int status) => context =>
    {
        context.Response.StatusCode = status;
        return context.Response.WriteAsync($"answer {Interlocked.Increment(ref _calls)}");
    };
}
