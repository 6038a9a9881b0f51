using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Grpc.AspNetCore.Server.Internal;

/// <summary>
/// Finds the instance that serves a call: the registered service, else a new one for this call. One that is not registered and has no
/// dependencies is made without the request's scope, whose own making would cost more than a small call.
/// </summary>
internal sealed class ServiceActivator<TService>(IServiceProvider applicationServices)
    where TService : class
{
    private readonly Lazy<ObjectFactory<TService>> _factory = new(() => ActivatorUtilities.CreateFactory<TService>([]));
    private readonly bool _needsServices =
        typeof(TService).GetConstructors() is not [var constructor]
        || constructor.GetParameters().Length > 0
        || applicationServices.GetService<IServiceProviderIsService>()?.IsService(typeof(TService)) is not false;

    public Instance Get(HttpContext httpContext)
    {
        if (!_needsServices)
        {
            return new Instance(Activator.CreateInstance<TService>(), created: true);
        }

        var services = httpContext.RequestServices;
        return services.GetService<TService>() is { } registered
            ? new Instance(registered, created: false)
            : new Instance(_factory.Value(services, []), created: true);
    }

    /// <summary>An instance; disposing ends the life of one that was made for the call.</summary>
    public readonly struct Instance(TService value, bool created) : IAsyncDisposable
    {
        public TService Value { get; } = value;

        public bool NeedsDisposal => created && Value is (IAsyncDisposable or IDisposable);

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
