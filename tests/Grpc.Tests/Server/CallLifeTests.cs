using Grpc.Core;
using Grpc.Tests.V1;
using Microsoft.Extensions.DependencyInjection;
using Platform.Testing;

namespace Grpc.Tests.Server;

/// <summary>How calls end: by cancellation, deadline, failure and shutdown, and what is logged then.</summary>
public sealed class CallLifeTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Cancel_HandlerWaits_ItsTokenIsCancelledAndNothingIsAnError()
    {
        var entered = new TaskCompletionSource();
        var left = new TaskCompletionSource();
        await using var call = await ScriptedCall.StartAsync(new Script
        {
            Unary = async (_, context) =>
            {
                await using var registration = context.CancellationToken.Register(left.SetResult);
                entered.SetResult();
                await left.Task;
                context.CancellationToken.ThrowIfCancellationRequested();
                return new EchoResponse();
            },
        });
        using var unary = call.Client.UnaryAsync(new EchoRequest(), cancellationToken: Token);
        await entered.Task.WaitAsync(Token);

        unary.Dispose();

        await left.Task.WaitAsync(Eventually.Patience, Token);
        await Eventually.AssertAsync(() => call.Lives.Ended.ShouldBe(1));
        call.Log.Errors.ShouldBeEmpty();
    }

    [Fact]
    public async Task Cancel_HandlerWritesWithoutEnd_ItsWritesFailAndNothingIsAnError()
    {
        var ended = new TaskCompletionSource();
        await using var call = await ScriptedCall.StartAsync(new Script
        {
            ServerStream = async (_, responses, _) =>
            {
                try
                {
                    while (true)
                    {
                        await responses.WriteAsync(new EchoResponse());
                    }
                }
                finally
                {
                    ended.SetResult();
                }
            },
        });
        using var stream = call.Client.ServerStream(new EchoRequest(), cancellationToken: Token);
        (await stream.ResponseStream.MoveNext(Token)).ShouldBeTrue();

        stream.Dispose();

        await ended.Task.WaitAsync(Eventually.Patience, Token);
        await Eventually.AssertAsync(() => call.Lives.Ended.ShouldBe(1));
        call.Log.Errors.ShouldBeEmpty();
    }

    [Fact]
    public async Task Cancel_HandlerReads_ItsReadFailsAndNothingIsAnError()
    {
        var read = new TaskCompletionSource();
        await using var call = await ScriptedCall.StartAsync(new Script
        {
            ClientStream = async (requests, _) =>
            {
                while (await requests.MoveNext())
                {
                    read.TrySetResult();
                }

                return new EchoResponse();
            },
        });
        using var stream = call.Client.ClientStream(cancellationToken: Token);
        await stream.RequestStream.WriteAsync(new EchoRequest(), Token);
        await read.Task.WaitAsync(Token);

        stream.Dispose();

        await Eventually.AssertAsync(() => call.Lives.Ended.ShouldBe(1));
        call.Log.Errors.ShouldBeEmpty();
    }

    [Fact]
    public async Task Deadline_HandlerWaits_SeesTheDeadlineAndNothingIsAnError()
    {
        DateTime? deadline = null;
        await using var call = await ScriptedCall.StartAsync(new Script
        {
            Unary = async (_, context) =>
            {
                deadline = context.Deadline;
                var passed = new TaskCompletionSource();
                await using var registration = context.CancellationToken.Register(passed.SetResult);
                await passed.Task;
                throw new RpcException(new Status(StatusCode.Cancelled, "A call made for this one was cancelled."));
            },
        });
        using var raw = new RawCall(call.Server.Address);

        var response = await raw.SendAsync("/grpc.tests.v1.Echo/Unary", RawCall.Frame(new EchoRequest()), headers: ("grpc-timeout", "50m"));

        response.Status.ShouldBe("4");
        deadline!.Value.Kind.ShouldBe(DateTimeKind.Utc);
        deadline.Value.ShouldBeLessThan(TimeProvider.System.GetUtcNow().UtcDateTime);
        call.Log.Errors.ShouldBeEmpty();
    }

    [Fact]
    public async Task Deadline_HandlerGoesOnWriting_ItsWriteFailsAndTheClientHasItsStatusAtOnce()
    {
        var goOn = new TaskCompletionSource();
        var written = new TaskCompletionSource<Exception?>();
        await using var call = await ScriptedCall.StartAsync(new Script
        {
            ServerStream = async (_, responses, context) =>
            {
                await responses.WriteAsync(new EchoResponse());
                await goOn.Task;
                written.SetResult(await Record.ExceptionAsync(() => responses.WriteAsync(new EchoResponse())));
            },
        });
        using var raw = new RawCall(call.Server.Address);

        var response = await raw.SendAsync("/grpc.tests.v1.Echo/ServerStream", RawCall.Frame(new EchoRequest()), headers: ("grpc-timeout", "300m"));
        goOn.SetResult();

        response.Status.ShouldBe("4");
        response.IsTrailersOnly.ShouldBeFalse();
        (await written.Task.WaitAsync(Eventually.Patience, Token)).ShouldBeAssignableTo<OperationCanceledException>();
        call.Log.Errors.ShouldBeEmpty();
    }

    [Fact]
    public async Task Handler_WithoutDeadline_SeesNoDeadline()
    {
        var seen = DateTime.MinValue;
        await using var call = await ScriptedCall.StartAsync(new Script
        {
            Unary = (_, context) =>
            {
                seen = context.Deadline;
                return Task.FromResult(new EchoResponse());
            },
        });

        await call.Client.UnaryAsync(new EchoRequest(), cancellationToken: Token);

        seen.ShouldBe(DateTime.MaxValue);
    }

    [Fact]
    public async Task Handler_Throws_IsLoggedOnceAsAnErrorAndRpcExceptionsAreNot()
    {
        await using var call = await ScriptedCall.StartAsync(new Script
        {
            Unary = (_, _) => throw new InvalidOperationException("secret detail"),
            ServerStream = (_, _, _) => throw new RpcException(new Status(StatusCode.NotFound, "gone")),
        });

        var thrown = await Should.ThrowAsync<RpcException>(async () => await call.Client.UnaryAsync(new EchoRequest(), cancellationToken: Token));
        using var stream = call.Client.ServerStream(new EchoRequest(), cancellationToken: Token);
        await Should.ThrowAsync<RpcException>(() => stream.ResponseStream.MoveNext(Token));

        thrown.StatusCode.ShouldBe(StatusCode.Unknown);
        thrown.Status.Detail.ShouldNotContain("secret");
        call.Log.Errors.ShouldHaveSingleItem().ShouldContain("secret detail");
    }

    [Fact]
    public async Task Stop_CallInFlight_FinishesFirst()
    {
        await using var call = await ScriptedCall.StartAsync(new Script
        {
            Bidi = async (requests, responses, _) =>
            {
                while (await requests.MoveNext())
                {
                    await responses.WriteAsync(new EchoResponse { Payload = requests.Current.Payload });
                }
            },
        });
        using var bidi = call.Client.Bidi(cancellationToken: Token);
        await bidi.RequestStream.WriteAsync(new EchoRequest(), Token);
        (await bidi.ResponseStream.MoveNext(Token)).ShouldBeTrue();

        var stop = call.Server.StopAsync();
        await bidi.RequestStream.WriteAsync(new EchoRequest(), Token);
        (await bidi.ResponseStream.MoveNext(Token)).ShouldBeTrue();
        stop.IsCompleted.ShouldBeFalse();
        await bidi.RequestStream.CompleteAsync();

        (await bidi.ResponseStream.MoveNext(Token)).ShouldBeFalse();
        bidi.GetStatus().StatusCode.ShouldBe(StatusCode.OK);
        await stop.WaitAsync(Eventually.Patience, Token);
    }

    [Fact]
    public async Task Service_EachCall_HasItsOwnInstanceInTheScopeOfTheRequest()
    {
        await using var call = await ScriptedCall.StartAsync(
            new Script
            {
                Unary = (_, context) =>
                {
                    context.GetHttpContext().RequestServices.GetRequiredService<Scoped>().ShouldNotBeNull();
                    return Task.FromResult(new EchoResponse());
                },
            },
            configureServices: services => services.AddScoped<Scoped>());

        await call.Client.UnaryAsync(new EchoRequest(), cancellationToken: Token);
        await call.Client.UnaryAsync(new EchoRequest(), cancellationToken: Token);

        await Eventually.AssertAsync(() => (call.Lives.Begun, call.Lives.Ended).ShouldBe((2, 2)));
    }

    private sealed class Scoped;
}
