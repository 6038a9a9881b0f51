using System.Buffers;
using Grpc.Core;
using LocalDapr.Runtime.PubSub;
using LocalDapr.Runtime.Resiliency;
using Microsoft.AspNetCore.Http;
using Polly.CircuitBreaker;
using Polly.Timeout;

namespace LocalDapr.Runtime.Invocation;

/// <summary>
/// A forwarded gRPC call under resiliency policies. They hold for a unary call from its start to its end, and it is tried again only as long as
/// nothing of an answer was handed on. Whether a call is unary cannot be seen from outside: a streaming one says so by the metadata
/// <c>dapr-stream</c>, and the policies hold for its beginning only, until the app has taken the call.
/// </summary>
internal sealed class ResilientGrpcCall(HttpContext context, Sidecar callee, PolicyPipelines<InvocationAttempt> policies) : IDisposable
{
    private const string StreamHeader = "dapr-stream";
    private const int PeekSize = 4096;

    private readonly CancellationToken _aborted = context.RequestAborted;
    private readonly ReplayableBody _body = new(context.Request.BodyReader, context.RequestAborted);
    private bool _isAnswered;

    public void Dispose() => _body.Dispose();

    /// <summary>Makes the call, and disposes of it.</summary>
    public async Task RunAsync()
    {
        using var call = this;
        try
        {
            Func<CancellationToken, ValueTask<InvocationAttempt>> attemptAsync = MetadataExtensions.IsTrue(context.Request.Headers[StreamHeader]) ? BeginStreamAsync : CallAsync;
            // Where policies only look at what has failed, a call that does not gets by without them.
            var first = policies.OnlyRetry ? await attemptAsync(_aborted) : null;
            using var attempt = first is { Failure: null }
                ? first
                : await policies[context.Request.Path.Value!].ExecuteAsync(
                    token => Interlocked.Exchange(ref first, null) is { } made ? new(made) : attemptAsync(token), _aborted);
            await AnswerAsync(attempt);
        }
        catch (BrokenCircuitException refusal)
        {
            Fail(StatusCode.Unavailable, refusal.Message);
        }
        catch (TimeoutRejectedException)
        {
            Fail(StatusCode.DeadlineExceeded, "no answer before the timeout");
        }
        catch (OperationCanceledException) when (_aborted.IsCancellationRequested)
        {
            // The caller left.
        }
    }

    private async Task AnswerAsync(InvocationAttempt attempt)
    {
        if (_isAnswered)
            return;
        try
        {
            using var response = attempt.Response ?? (attempt.Stream is { } stream ? await stream : null);
            if (response is null)
                Fail(StatusCode.Unavailable, attempt.Reason);
            else
                await GrpcAnswer.ForwardAsync(context, response, first: default, _aborted);
        }
        catch (HttpRequestException failure)
        {
            Fail(StatusCode.Unavailable, failure.HttpRequestError.ToString());
        }
    }

    /// <summary>Makes a unary call.</summary>
    private async ValueTask<InvocationAttempt> CallAsync(CancellationToken cancellationToken)
    {
        if (!_body.CanReplay)
            return InvocationAttempt.TooLarge;
        try
        {
            var response = await callee.Channel.SendAsync(GrpcProxy.NewRequest(context, callee, _body.NewContent(length: null)), cancellationToken);
            try
            {
                return new InvocationAttempt(response, await ForwardAsync(response, cancellationToken));
            }
            catch
            {
                // The app is to hear that nobody waits any more.
                response.Dispose();
                throw;
            }
        }
        catch (Exception failure) when (failure is HttpRequestException or IOException)
        {
            var reason = failure is HttpRequestException { HttpRequestError: var error } ? error.ToString() : nameof(HttpRequestError.ResponseEnded);
            return new InvocationAttempt(Response: null, Failure.NoAnswer with { IsFinal = !_body.CanReplay }, reason);
        }
    }

    /// <summary>Hands an answer on as soon as there is a message in it, or if it says OK.</summary>
    /// <returns>How the call failed; null when it did not.</returns>
    private async Task<Failure?> ForwardAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        var first = ArrayPool<byte>.Shared.Rent(PeekSize);
        try
        {
            var body = await response.Content.ReadAsStreamAsync(cancellationToken);
            var count = await body.ReadAsync(first, cancellationToken);
            if (count == 0 && Failure.Of(GrpcAnswer.StatusOf(response)) is { } refused)
                return refused with { IsFinal = !_body.CanReplay };

            _isAnswered = true;
            if (!await GrpcAnswer.ForwardAsync(context, response, first.AsMemory(0, count), cancellationToken))
                return Failure.BrokenOff;
            return Failure.Of(GrpcAnswer.StatusOf(response)) is { } late ? late with { IsFinal = true } : null;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(first);
        }
    }

    /// <summary>Begins a stream: ends when the app has taken the call or could not be reached.</summary>
    private async ValueTask<InvocationAttempt> BeginStreamAsync(CancellationToken cancellationToken)
    {
        var started = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var body = new StreamedBody(context.Request.BodyReader, length: null, _aborted, started);
        var giveUp = CancellationTokenSource.CreateLinkedTokenSource(_aborted);
        context.Response.RegisterForDispose(giveUp);
        var stream = callee.Channel.SendAsync(GrpcProxy.NewRequest(context, callee, body), giveUp.Token);
        try
        {
            await Task.WhenAny(stream, started.Task).WaitAsync(cancellationToken);
            return stream.IsFaulted
                ? new InvocationAttempt(await stream, Failure: null)
                : new InvocationAttempt(Response: null, Failure: null) { Stream = stream };
        }
        catch (HttpRequestException failure)
        {
            return new InvocationAttempt(Response: null, Failure.NoAnswer, failure.HttpRequestError.ToString());
        }
        catch (OperationCanceledException)
        {
            await giveUp.CancelAsync();
            throw;
        }
    }

    private void Fail(StatusCode code, string reason) => GrpcAnswer.Fail(context, code, $"failed to invoke, id: {callee.AppId}, err: {reason}");
}
