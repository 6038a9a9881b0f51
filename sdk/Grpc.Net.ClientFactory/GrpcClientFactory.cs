namespace Grpc.Net.ClientFactory;

/// <summary>Makes clients that were added by name.</summary>
public abstract class GrpcClientFactory
{
    /// <summary>Makes a client.</summary>
    /// <typeparam name="TClient">The type of the client.</typeparam>
    /// <param name="name">The name it was added with.</param>
    /// <exception cref="InvalidOperationException">No client was added with this name.</exception>
    public abstract TClient CreateClient<TClient>(string name)
        where TClient : class;
}
