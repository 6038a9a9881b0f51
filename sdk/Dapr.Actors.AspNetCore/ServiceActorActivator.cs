using Dapr.Actors.Runtime;
using Microsoft.Extensions.DependencyInjection;

namespace Dapr.Actors.AspNetCore;

/// <summary>Creates actors with services of the app: each actor has a scope of its own, which ends with it.</summary>
internal sealed class ServiceActorActivator(IServiceProvider services, ActorTypeInformation type) : ActorActivator
{
    private readonly ObjectFactory _create = ActivatorUtilities.CreateFactory(type.ImplementationType, [typeof(ActorHost)]);

    public override async Task<ActorActivatorState> CreateAsync(ActorHost host)
    {
        var scope = services.CreateAsyncScope();
        try
        {
            return new ScopedActor((Actor)_create(scope.ServiceProvider, [host]), scope);
        }
        catch
        {
            await scope.DisposeAsync();
            throw;
        }
    }

    public override async Task DeleteAsync(ActorActivatorState state)
    {
        await using var scope = ((ScopedActor)state).Scope;
        if (state.Actor is IAsyncDisposable asynchronous)
            await asynchronous.DisposeAsync();
        else
            (state.Actor as IDisposable)?.Dispose();
    }

    private sealed class ScopedActor(Actor actor, AsyncServiceScope scope) : ActorActivatorState(actor)
    {
        public AsyncServiceScope Scope => scope;
    }
}

/// <summary>Gives each class of actors a <see cref="ServiceActorActivator"/>.</summary>
internal sealed class ServiceActorActivatorFactory(IServiceProvider services) : ActorActivatorFactory
{
    public override ActorActivator CreateActivator(ActorTypeInformation type) => new ServiceActorActivator(services, type);
}
