namespace Dapr.Actors.Runtime;

/// <summary>Creates actors by a constructor that takes an <see cref="ActorHost"/> alone.</summary>
public class DefaultActorActivator : ActorActivator
{
    /// <inheritdoc />
    public override Task<ActorActivatorState> CreateAsync(ActorHost host)
    {
        ArgumentNullException.ThrowIfNull(host);
        var actor = (Actor)Activator.CreateInstance(host.ActorTypeInfo.ImplementationType, host)!;
        return Task.FromResult(new ActorActivatorState(actor));
    }

    /// <inheritdoc />
    public override async Task DeleteAsync(ActorActivatorState state)
    {
        ArgumentNullException.ThrowIfNull(state);
        if (state.Actor is IAsyncDisposable asynchronous)
            await asynchronous.DisposeAsync();
        else
            (state.Actor as IDisposable)?.Dispose();
    }
}

/// <summary>Gives every class of actors a <see cref="DefaultActorActivator"/>.</summary>
public class DefaultActorActivatorFactory : ActorActivatorFactory
{
    /// <inheritdoc />
    public override ActorActivator CreateActivator(ActorTypeInformation type) => new DefaultActorActivator();
}
