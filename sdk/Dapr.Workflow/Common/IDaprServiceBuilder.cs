using Microsoft.Extensions.DependencyInjection;

namespace Dapr.Common;

/// <summary>Goes on registering after a building block was added to the services.</summary>
public interface IDaprServiceBuilder
{
    /// <summary>The services.</summary>
    IServiceCollection Services { get; }
}
