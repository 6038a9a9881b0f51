using Microsoft.Extensions.DependencyInjection;

namespace Grpc.AspNetCore.Server.Internal;

/// <summary>Finds the instance that serves a call: the registered service, else a new one for this call.</summary>
internal sealed class ServiceActivator<TService>
    where TService : class
{
    private readonly Lazy<ObjectFactory<TService>> _factory = new(() => ActivatorUtilities.CreateFactory<TService>([]));

    public Instance Get(IServiceProvider services) =>
        services.GetService<TService>() is { } registered
            ? new Instance(registered, created: false)
            : new Instance(_factory.Value(services, []), created: true);

    /// <summary>An instance; disposing ends the life of one that was made for the call.</summary>
    public readonly struct Instance(TService value, bool created) : IAsyncDisposable
    {
        public TService Value { get; } = value;

        public ValueTask DisposeAsync() => created ? Disposal.DisposeAsync(Value) : ValueTask.CompletedTask;
    }
}

internal static class Disposal
{
    public static ValueTask DisposeAsync(object instance)
    {
        switch (instance)
        {
            case IAsyncDisposable disposable:
                return disposable.DisposeAsync();
            case IDisposable disposable:
                disposable.Dispose();
                return ValueTask.CompletedTask;
            default:
                return ValueTask.CompletedTask;
        }
    }
}
