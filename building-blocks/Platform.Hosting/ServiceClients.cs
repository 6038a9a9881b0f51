using Grpc.Core;
using Microsoft.Extensions.DependencyInjection;

namespace Platform.Hosting;

/// <summary>Clients of other services.</summary>
public static class ServiceClients
{
    /// <summary>Registers a generated client whose calls go through the own sidecar to another service, see <see cref="ServiceInvokers"/>.</summary>
    /// <param name="services">The services.</param>
    /// <param name="appId">The app id of the other service.</param>
    /// <param name="create">Makes the client of an invoker: its constructor.</param>
    public static IServiceCollection AddServiceClient<TClient>(
        this IServiceCollection services,
        string appId,
        Func<CallInvoker, TClient> create)
        where TClient : ClientBase<TClient> =>
        services.AddSingleton(provider => create(provider.GetRequiredService<ServiceInvokers>().For(appId)));
}
