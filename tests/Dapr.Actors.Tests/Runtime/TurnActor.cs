using Dapr.Actors.Runtime;

namespace Dapr.Actors.Tests.Runtime;

internal interface ITurnActor : IActor
{
    Task RunAsync();
}

internal sealed class TurnActor(ActorHost host) : Actor(host), ITurnActor
{
    public int Failures { get; private set; }

    public Task RunAsync() => Task.CompletedTask;

    protected override Task OnActorMethodFailedAsync(ActorMethodContext actorMethodContext, Exception e)
    {
        Failures++;
        return Task.CompletedTask;
    }
}
