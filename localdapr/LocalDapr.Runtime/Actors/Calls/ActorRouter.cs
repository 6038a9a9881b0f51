using LocalDapr.Runtime.Actors.Hosting;
using LocalDapr.Runtime.Actors.Turns;
using LocalDapr.Runtime.Errors;
using Microsoft.Extensions.Logging;

namespace LocalDapr.Runtime.Actors.Calls;

/// <summary>Brings calls to actors, wherever they are active: one turn at a time for each actor.</summary>
internal sealed partial class ActorRouter(
    ActorPlacement placement, ActorTable table, ActorMover mover, ActorPolicies policies, TimeProvider time, ILogger<ActorRouter> logger)
{
    private const int MaxAttempts = 3;

    /// <summary>How long a call waits for an instance that hosts its actor: what genuine daprd's five attempts take.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    /// <summary>Calls a method of an actor when its turn has come, as the resiliency policies of the caller say.</summary>
    /// <returns>The app's answer, which is a success to HTTP.</returns>
    /// <exception cref="DaprException">Nobody hosts the actor, or its app does not answer, or answers with a failure.</exception>
    public Task<ActorAnswer> InvokeAsync(Sidecar caller, ActorCall call, CancellationToken cancellationToken) =>
        policies.RunAsync(caller, call.Key, token => InvokeOnceAsync(call, token), cancellationToken);

    private async Task<ActorAnswer> InvokeOnceAsync(ActorCall call, CancellationToken cancellationToken)
    {
        var answer = (await CallAsync(call, cancellationToken))!;
        if (answer.Response.IsSuccessStatusCode)
            return answer;
        using (answer)
            throw ActorErrors.Invoke(answer.Describe(call.Path)).ToException();
    }

    /// <summary>Calls an actor when its turn has come.</summary>
    /// <returns>The app's answer; null when the call had become pointless.</returns>
    /// <exception cref="DaprException">Nobody hosts the actor, or its app does not answer.</exception>
    public async Task<ActorAnswer?> CallAsync(ActorCall call, CancellationToken cancellationToken)
    {
        for (var attempt = 1; ;)
        {
            var instance = await LocateAsync(call.Key, cancellationToken);
            var options = instance.Configuration.Types[call.Key.Type];
            // A chain goes on through actors that it may not enter twice.
            var chain = options.IsReentrant ? call.Chain ?? Guid.NewGuid().ToString() : call.Chain;
            var actor = table.GetOrAdd(call.Key);
            var entry = await actor.Turns.EnterAsync(options.IsReentrant ? chain : null, options.MaxStackDepth, cancellationToken);
            if (entry == TurnEntry.Closed)
                continue;
            try
            {
                instance = entry == TurnEntry.Nested ? actor.Instance! : await SettleAsync(actor);
                return call.IsWanted?.Invoke() is false ? null : await SendAsync(actor, instance, call, chain, cancellationToken);
            }
            catch (HttpRequestException failure) when (failure.HttpRequestError == HttpRequestError.ConnectionError && attempt < MaxAttempts)
            {
                // The app never saw the call: another instance may have it.
                attempt++;
                await instance.SuspectAsync();
            }
            catch (HttpRequestException failure)
            {
                await instance.SuspectAsync();
                LogBroken(call.Key, instance.Name, failure.HttpRequestError);
                throw ActorErrors.Invoke($"the app of actor '{call.Key}' broke off: {failure.HttpRequestError}").ToException();
            }
            finally
            {
                actor.Touch();
                actor.Turns.Leave();
            }
        }
    }

    private async Task<ActorAnswer> SendAsync(
        ActiveActor actor, ActorInstance instance, ActorCall call, string? chain, CancellationToken cancellationToken)
    {
        var broken = actor.TurnBroken;
        var timeout = policies.TimeoutOf(instance.Sidecar, call.Key.Type);
        using var late = timeout is { } length ? new CancellationTokenSource(length, time) : null;
        using var turn = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, broken, late?.Token ?? CancellationToken.None);
        try
        {
            return await instance.SendAsync(call, chain, turn.Token);
        }
        catch (OperationCanceledException) when (broken.IsCancellationRequested)
        {
            throw ActorErrors.Invoke($"actor '{call.Key}' moved to another instance before the call ended").ToException();
        }
        catch (OperationCanceledException) when (late is { IsCancellationRequested: true })
        {
            throw ActorErrors.Invoke($"actor '{call.Key}' did not answer within {timeout}").ToException();
        }
        catch (OperationCanceledException failure) when (!cancellationToken.IsCancellationRequested)
        {
            throw new HttpRequestException(HttpRequestError.ConnectionError, failure.Message, failure);
        }
    }

    private async Task<ActorInstance> SettleAsync(ActiveActor actor)
    {
        if (await mover.SettleAsync(actor) is { } instance)
            return instance;
        table.Remove(actor);
        throw new HttpRequestException(HttpRequestError.ConnectionError, "no instance hosts the actor");
    }

    private async Task<ActorInstance> LocateAsync(ActorKey key, CancellationToken cancellationToken)
    {
        var start = time.GetTimestamp();
        while (true)
        {
            var change = placement.NextChange;
            if (placement.Find(key) is { } instance)
                return instance;
            var rest = Patience - time.GetElapsedTime(start);
            if (rest <= TimeSpan.Zero || !placement.MayCome(key.Type))
                throw ActorErrors.NoAddress(key).ToException();
            await change.WaitAsync(rest, time, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            cancellationToken.ThrowIfCancellationRequested();
        }
    }

    [LoggerMessage(LogLevel.Warning, "A call of actor {Key} at {Instance} broke off: {Reason}")]
    private partial void LogBroken(ActorKey key, string instance, HttpRequestError reason);
}
