using System.IO.Pipelines;
using LocalDapr.Runtime.Hosting;
using LocalDapr.Runtime.Invocation;
using Microsoft.AspNetCore.Http;
using Platform.Testing;

namespace LocalDapr.Tests.Resiliency;

/// <summary>Forwarded gRPC calls under resiliency policies.</summary>
public sealed class GrpcPolicyTests
{
    private const string Retries = """
          policies:
            retries: {quick: {duration: 1ms, maxRetries: 3, matching: {gRPCStatusCodes: "14"}}}
          targets:
            apps: {target: {retry: quick}}
        """;

    private int _calls;

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Unary_UnavailableTwice_IsSentAgainWithItsMessage(bool isTrailersOnly)
    {
        await using var host = await StartAsync(Retries, async context =>
        {
            using var body = new MemoryStream();
            await context.Request.Body.CopyToAsync(body);
            await (++_calls < 3 ? FailAsync(context, 14, isTrailersOnly) : AnswerAsync(context, $"{_calls}:{body.Length}"));
        });

        using var response = await host.CallAsync("A", new ByteArrayContent(new byte[1000]));

        (await response.Content.ReadAsStringAsync()).ShouldBe("3:1000");
        response.TrailingHeaders.GetValues("grpc-status").ShouldBe(["0"]);
    }

    [Theory]
    [InlineData(14, 4)]
    [InlineData(5, 1)]
    public async Task Unary_FailsToTheEnd_GetsTheStatusOfTheApp(int status, int calls)
    {
        await using var host = await StartAsync(Retries, context =>
        {
            _calls++;
            return FailAsync(context, status, isTrailersOnly: true);
        });

        using var response = await host.CallAsync("A", new ByteArrayContent([]));

        response.Headers.GetValues("grpc-status").ShouldBe([$"{status}"]);
        response.Headers.GetValues("grpc-message").ShouldBe(["why"]);
        _calls.ShouldBe(calls);
    }

    [Fact]
    public async Task Unary_FailsAfterAMessage_IsNotSentAgain()
    {
        await using var host = await StartAsync(Retries, async context =>
        {
            _calls++;
            context.Response.ContentType = "application/grpc";
            await context.Response.WriteAsync("a message");
            context.Response.AppendTrailer("grpc-status", "14");
        });

        using var response = await host.CallAsync("A", new ByteArrayContent([]));

        (await response.Content.ReadAsStringAsync()).ShouldBe("a message");
        response.TrailingHeaders.GetValues("grpc-status").ShouldBe(["14"]);
        _calls.ShouldBe(1);
    }

    [Fact]
    public async Task Unary_TooLargeToKeep_IsSentOnce()
    {
        await using var host = await StartAsync(Retries, async context =>
        {
            _calls++;
            await context.Request.Body.CopyToAsync(Stream.Null);
            await FailAsync(context, 14, isTrailersOnly: true);
        });

        using var response = await host.CallAsync("A", new ByteArrayContent(new byte[ReplayableBody.Limit + 1]));

        response.Headers.GetValues("grpc-status").ShouldBe(["14"]);
        _calls.ShouldBe(1);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Unary_SlowerThanTheTimeout_IsDeadlineExceededAndEndsAtTheApp(bool sendsHeaders)
    {
        var time = new ManualTimeProvider();
        var ended = new TaskCompletionSource();
        await using var host = await StartAsync(
            "  policies: {timeouts: {DefaultTimeoutPolicy: 5s}}\n",
            async context =>
            {
                context.RequestAborted.Register(() => ended.TrySetResult());
                if (sendsHeaders)
                    await context.Response.StartAsync();
                _calls++;
                await ended.Task;
            },
            time);

        var call = host.CallAsync("A", new ByteArrayContent([]));
        await Eventually.AssertAsync(() => _calls.ShouldBe(1));
        time.Advance(TimeSpan.FromSeconds(5));

        using var response = await call;
        response.Headers.GetValues("grpc-status").ShouldBe(["4"]);
        await ended.Task.WaitAsync(Eventually.Patience);
    }

    [Fact]
    public async Task Unary_CircuitBreakerOpen_IsUnavailable()
    {
        await using var host = await StartAsync(
            "  policies: {circuitBreakers: {DefaultCircuitBreakerPolicy: {trip: consecutiveFailures >= 1}}}\n",
            context =>
            {
                _calls++;
                return FailAsync(context, 13, isTrailersOnly: false);
            });
        (await host.CallAsync("A", new ByteArrayContent([]))).Dispose();

        using var refused = await host.CallAsync("A", new ByteArrayContent([]));
        using var other = await host.CallAsync("B", new ByteArrayContent([]));

        refused.Headers.GetValues("grpc-status").ShouldBe(["14"]);
        Uri.UnescapeDataString(refused.Headers.GetValues("grpc-message").Single()).ShouldContain("circuit breaker is open");
        await other.Content.ReadAsStringAsync();
        other.TrailingHeaders.GetValues("grpc-status").ShouldBe(["13"]);
        _calls.ShouldBe(2);
    }

    [Fact]
    public async Task Stream_Marked_OutlivesTheTimeoutInBothDirections()
    {
        var time = new ManualTimeProvider();
        await using var host = await StartAsync("  policies: {timeouts: {DefaultTimeoutPolicy: 5s}, retries: {DefaultRetryPolicy: {duration: 1ms}}}\n", EchoAsync, time);
        var pipe = new Pipe();
        using var response = await host.CallAsync("A", new StreamedBody(pipe.Reader, length: null, CancellationToken.None), isStream: true);
        var answer = await response.Content.ReadAsStreamAsync();

        await pipe.Writer.WriteAsync("one"u8.ToArray());
        (await ReadAsync(answer, 3)).ShouldBe("one");
        time.Advance(TimeSpan.FromMinutes(10));
        await pipe.Writer.WriteAsync("two"u8.ToArray());
        (await ReadAsync(answer, 3)).ShouldBe("two");
        await pipe.Writer.CompleteAsync();

        (await answer.ReadAsync(new byte[1])).ShouldBe(0);
        response.TrailingHeaders.GetValues("grpc-status").ShouldBe(["0"]);
    }

    [Fact]
    public async Task Stream_MarkedThatFails_IsNotSentAgain()
    {
        await using var host = await StartAsync(Retries, context =>
        {
            _calls++;
            return FailAsync(context, 14, isTrailersOnly: true);
        });

        using var response = await host.CallAsync("A", new ByteArrayContent([]), isStream: true);

        response.Headers.GetValues("grpc-status").ShouldBe(["14"]);
        _calls.ShouldBe(1);
    }

    [Fact]
    public async Task Stream_MarkedAndAppIsDown_IsTriedAgainUntilItIsUp()
    {
        await using var host = await StartAsync("  policies: {retries: {DefaultRetryPolicy: {duration: 1ms, maxRetries: 20}}}\n", EchoAsync);
        await host.Target.DisposeAsync();

        using var response = await host.CallAsync("A", new ByteArrayContent([]), isStream: true);

        response.Headers.GetValues("grpc-status").ShouldBe(["14"]);
    }

    [Fact]
    public async Task Stream_NotMarked_WorksAsLongAsNothingFails()
    {
        await using var host = await StartAsync(Retries, EchoAsync);
        var pipe = new Pipe();
        var call = host.CallAsync("A", new StreamedBody(pipe.Reader, length: null, CancellationToken.None));

        await pipe.Writer.WriteAsync("one"u8.ToArray());
        using var response = await call;
        var answer = await response.Content.ReadAsStreamAsync();
        (await ReadAsync(answer, 3)).ShouldBe("one");
        await pipe.Writer.WriteAsync("two"u8.ToArray());
        (await ReadAsync(answer, 3)).ShouldBe("two");
        await pipe.Writer.CompleteAsync();

        (await answer.ReadAsync(new byte[1])).ShouldBe(0);
    }

    private static async Task<string> ReadAsync(Stream stream, int count)
    {
        var buffer = new byte[count];
        await stream.ReadExactlyAsync(buffer);
        return System.Text.Encoding.UTF8.GetString(buffer);
    }

    private static Task<ResilientHost> StartAsync(string spec, RequestDelegate answer, TimeProvider? clock = null) =>
        ResilientHost.StartAsync(spec, answer, AppProtocol.H2c, clock);

    private static async Task FailAsync(HttpContext context, int status, bool isTrailersOnly)
    {
        context.Response.ContentType = "application/grpc";
        if (isTrailersOnly)
        {
            context.Response.Headers["grpc-status"] = $"{status}";
            context.Response.Headers["grpc-message"] = "why";
            return;
        }

        await context.Response.StartAsync();
        context.Response.AppendTrailer("grpc-status", $"{status}");
    }

    private static async Task AnswerAsync(HttpContext context, string answer)
    {
        context.Response.ContentType = "application/grpc";
        await context.Response.WriteAsync(answer);
        context.Response.AppendTrailer("grpc-status", "0");
    }

    private static async Task EchoAsync(HttpContext context)
    {
        context.Response.ContentType = "application/grpc";
        await context.Response.Body.FlushAsync();
        var buffer = new byte[1024];
        int count;
        while ((count = await context.Request.Body.ReadAsync(buffer)) > 0)
        {
            await context.Response.Body.WriteAsync(buffer.AsMemory(0, count));
            await context.Response.Body.FlushAsync();
        }

        context.Response.AppendTrailer("grpc-status", "0");
    }
}
