using Google.Protobuf;
using Grpc.Core;
using Grpc.Net.Client;
using Grpc.Net.Client.Configuration;
using Grpc.Tests.V1;
using Microsoft.AspNetCore.Http;
using static Grpc.Tests.Client.Answers;

namespace Grpc.Tests.Client;

/// <summary>Retries by service config, as gRFC A6 describes them.</summary>
public sealed class RetryTests
{
    private readonly List<string?> _previousAttempts = [];

    [Fact]
    public async Task Unary_FailsTwice_IsRetriedAndSaysSo()
    {
        await using var server = await ScriptedServer.StartAsync(FailFirst(2, StatusCode.Unavailable));
        using var channel = CreateChannel(server);

        var response = await new Echo.EchoClient(channel).UnaryAsync(new EchoRequest());

        response.Payload.ToStringUtf8().ShouldBe("ok");
        _previousAttempts.ShouldBe([null, "1", "2"]);
    }

    [Fact]
    public async Task Unary_FailsForever_FailsAfterMaxAttempts()
    {
        await using var server = await ScriptedServer.StartAsync(FailFirst(100, StatusCode.Unavailable));
        using var channel = CreateChannel(server);

        var error = await Should.ThrowAsync<RpcException>(async () => await new Echo.EchoClient(channel).UnaryAsync(new EchoRequest()));

        error.StatusCode.ShouldBe(StatusCode.Unavailable);
        _previousAttempts.Count.ShouldBe(4);
    }

    [Theory]
    [InlineData(StatusCode.Internal, null)]
    [InlineData(StatusCode.Unavailable, "-1")]
    [InlineData(StatusCode.Unavailable, "soon")]
    public async Task Unary_OtherCodeOrPushback_IsNotRetried(StatusCode code, string? pushback)
    {
        await using var server = await ScriptedServer.StartAsync(FailFirst(1, code, pushback));
        using var channel = CreateChannel(server);

        await Should.ThrowAsync<RpcException>(async () => await new Echo.EchoClient(channel).UnaryAsync(new EchoRequest()));

        _previousAttempts.Count.ShouldBe(1);
    }

    [Fact]
    public async Task Unary_PushbackWithDelay_IsRetriedAfterIt()
    {
        await using var server = await ScriptedServer.StartAsync(FailFirst(1, StatusCode.Unavailable, pushback: "10"));
        using var channel = CreateChannel(server, policy => policy.InitialBackoff = TimeSpan.FromHours(1));

        (await new Echo.EchoClient(channel).UnaryAsync(new EchoRequest())).Payload.ToStringUtf8().ShouldBe("ok");
    }

    [Fact]
    public async Task Unary_MessageOverTheBuffer_IsNotRetried()
    {
        await using var server = await ScriptedServer.StartAsync(FailFirst(1, StatusCode.Unavailable));
        using var channel = CreateChannel(server, configure: options => options.MaxRetryBufferPerCallSize = 100);
        var request = new EchoRequest { Payload = ByteString.CopyFrom(new byte[200]) };

        await Should.ThrowAsync<RpcException>(async () => await new Echo.EchoClient(channel).UnaryAsync(request));

        _previousAttempts.Count.ShouldBe(1);
    }

    [Fact]
    public async Task Unary_TooManyFailures_StopsRetries()
    {
        await using var server = await ScriptedServer.StartAsync(FailFirst(100, StatusCode.Unavailable));
        using var channel = CreateChannel(server, configure: options =>
            options.ServiceConfig!.RetryThrottling = new RetryThrottlingPolicy { MaxTokens = 4, TokenRatio = 0.1 });

        await Should.ThrowAsync<RpcException>(async () => await new Echo.EchoClient(channel).UnaryAsync(new EchoRequest()));

        _previousAttempts.Count.ShouldBe(2);
    }

    [Fact]
    public async Task Unary_ResponseHeadersCame_IsNotRetried()
    {
        await using var server = await ScriptedServer.StartAsync(async context =>
        {
            _previousAttempts.Add(null);
            context.Response.ContentType = "application/grpc";
            await context.Response.Body.FlushAsync();
            context.Response.AppendTrailer("grpc-status", "14");
        });
        using var channel = CreateChannel(server);

        var error = await Should.ThrowAsync<RpcException>(async () => await new Echo.EchoClient(channel).UnaryAsync(new EchoRequest()));

        error.StatusCode.ShouldBe(StatusCode.Unavailable);
        _previousAttempts.Count.ShouldBe(1);
    }

    [Fact]
    public async Task ClientStream_FailsAfterMessages_IsSentAgainWhole()
    {
        var bodies = new List<byte[]>();
        await using var server = await ScriptedServer.StartAsync(async context =>
        {
            using var body = new MemoryStream();
            await context.Request.Body.CopyToAsync(body);
            bodies.Add(body.ToArray());
            await (bodies.Count == 1 ? TrailersOnly(context, (int)StatusCode.Unavailable) : Message(context, Frame("ok")));
        });
        using var channel = CreateChannel(server);
        using var call = new Echo.EchoClient(channel).ClientStream();

        for (var i = 0; i < 10; i++)
        {
            await call.RequestStream.WriteAsync(new EchoRequest { Repeat = i });
        }

        await call.RequestStream.CompleteAsync();

        (await call).Payload.ToStringUtf8().ShouldBe("ok");
        bodies.Count.ShouldBe(2);
        bodies[1].ShouldBe(bodies[0]);
    }

    [Theory]
    [InlineData(1, 1.0, "MaxAttempts")]
    [InlineData(3, 0.0, "BackoffMultiplier")]
    public void ForAddress_IncompletePolicy_SaysWhatIsWrong(int maxAttempts, double multiplier, string property)
    {
        var policy = new RetryPolicy
        {
            MaxAttempts = maxAttempts,
            InitialBackoff = TimeSpan.FromSeconds(1),
            MaxBackoff = TimeSpan.FromSeconds(1),
            BackoffMultiplier = multiplier,
            RetryableStatusCodes = { StatusCode.Unavailable },
        };

        Should.Throw<InvalidOperationException>(() => GrpcChannel.ForAddress("http://localhost", Options(policy)))
            .Message.ShouldContain(property);
    }

    private static GrpcChannel CreateChannel(
        ScriptedServer server, Action<RetryPolicy>? change = null, Action<GrpcChannelOptions>? configure = null)
    {
        var policy = new RetryPolicy
        {
            MaxAttempts = 4,
            InitialBackoff = TimeSpan.FromMilliseconds(1),
            MaxBackoff = TimeSpan.FromHours(1),
            BackoffMultiplier = 1.5,
            RetryableStatusCodes = { StatusCode.Unavailable },
        };
        change?.Invoke(policy);
        var options = Options(policy);
        configure?.Invoke(options);
        return GrpcChannel.ForAddress(server.Address, options);
    }

    private static GrpcChannelOptions Options(RetryPolicy policy) => new()
    {
        ServiceConfig = new ServiceConfig
        {
            MethodConfigs = { new MethodConfig { Names = { new MethodName { Service = "grpc.tests.v1.Echo" } }, RetryPolicy = policy } },
        },
    };

    private RequestDelegate FailFirst(int failures, StatusCode code, string? pushback = null) => context =>
    {
        _previousAttempts.Add(context.Request.Headers["grpc-previous-rpc-attempts"].FirstOrDefault());
        if (_previousAttempts.Count > failures)
        {
            return Message(context, Frame("ok"));
        }

        if (pushback is not null)
        {
            context.Response.Headers["grpc-retry-pushback-ms"] = pushback;
        }

        return TrailersOnly(context, (int)code);
    };
}
