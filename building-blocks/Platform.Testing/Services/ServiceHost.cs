using Dapr.Client;
using Grpc.Net.Client;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.DependencyInjection;

namespace Platform.Testing.Services;

/// <summary>A service of a <see cref="TestPlatform"/>.</summary>
public sealed class ServiceHost : IAsyncDisposable
{
    private readonly IAsyncDisposable _program;

    internal ServiceHost(IAsyncDisposable program, IServiceProvider services, Uri address, string sidecarAddress)
    {
        _program = program;
        Services = services;
        Address = address;
        Channel = GrpcChannel.ForAddress(address);
        Dapr = new DaprClientBuilder().UseGrpcEndpoint(sidecarAddress).Build();
    }

    /// <summary>The services of the running app.</summary>
    public IServiceProvider Services { get; }

    /// <summary>Its service port.</summary>
    public Uri Address { get; }

    /// <summary>Its other ports, such as the gateway's public one.</summary>
    public IEnumerable<Uri> OtherAddresses => Services.GetRequiredService<IServer>().Features.GetRequiredFeature<IServerAddressesFeature>().Addresses
        .Select(address => new Uri(address))
        .Where(address => address.Port != Address.Port);

    /// <summary>A channel to its service port.</summary>
    public GrpcChannel Channel { get; }

    /// <summary>A client of its sidecar, which sees what the service sees.</summary>
    public DaprClient Dapr { get; }

    /// <summary>Stops the service.</summary>
    public ValueTask DisposeAsync()
    {
        Channel.Dispose();
        Dapr.Dispose();
        return _program.DisposeAsync();
    }
}
