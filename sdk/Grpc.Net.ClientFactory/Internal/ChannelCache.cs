using System.Collections.Concurrent;
using Grpc.Core;
using Grpc.Net.Client;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Grpc.Net.ClientFactory.Internal;

/// <summary>One channel per client name, for as long as the application runs.</summary>
internal sealed class ChannelCache(
    IServiceScopeFactory scopes,
    IHttpMessageHandlerFactory handlers,
    IOptionsMonitor<GrpcClientFactoryOptions> optionsByName,
    ILoggerFactory loggerFactory) : IDisposable
{
    private readonly ConcurrentDictionary<string, Lazy<Entry>> _entries = new();

    /// <summary>The invoker of the channel with the channel's interceptors.</summary>
    public CallInvoker GetInvoker(string name) =>
        _entries.GetOrAdd(name, key => new Lazy<Entry>(() => Create(key))).Value.Invoker;

    public void Dispose()
    {
        foreach (var (_, entry) in _entries)
        {
            if (entry.IsValueCreated)
            {
                entry.Value.Dispose();
            }
        }
    }

    private Entry Create(string name)
    {
        var scope = scopes.CreateScope();
        try
        {
            var options = optionsByName.Get(name);
            var address = options.Address
                ?? throw new InvalidOperationException($"The address of the gRPC client '{name}' is not configured.");
            var channelOptions = new GrpcChannelOptions { LoggerFactory = loggerFactory, ServiceProvider = scope.ServiceProvider };
            foreach (var configure in options.ChannelOptionsActions)
            {
                configure(channelOptions);
            }

            if (channelOptions.HttpClient is null)
            {
                channelOptions.HttpHandler ??= handlers.CreateHandler(name);
            }

            var channel = GrpcChannel.ForAddress(address, channelOptions);
            var invoker = InterceptorRegistration.Intercept(
                channel.CreateCallInvoker(), options, InterceptorScope.Channel, scope.ServiceProvider);
            return new Entry(scope, channel, invoker);
        }
        catch
        {
            scope.Dispose();
            throw;
        }
    }

    private sealed record Entry(IServiceScope Scope, GrpcChannel Channel, CallInvoker Invoker) : IDisposable
    {
        public void Dispose()
        {
            Channel.Dispose();
            Scope.Dispose();
        }
    }
}
