namespace Grpc.Core;

/// <summary>Takes the methods of a service one by one, with their handlers. A server derives its own.</summary>
public class ServiceBinderBase
{
    /// <summary>Adds a unary method.</summary>
    /// <param name="method">The method.</param>
    /// <param name="handler">Its handler; null when the server looks the handler up on the service type.</param>
    public virtual void AddMethod<TRequest, TResponse>(
        Method<TRequest, TResponse> method,
        UnaryServerMethod<TRequest, TResponse>? handler)
        where TRequest : class
        where TResponse : class =>
        throw new NotImplementedException();

    /// <summary>Adds a client streaming method.</summary>
    /// <param name="method">The method.</param>
    /// <param name="handler">Its handler; null when the server looks the handler up on the service type.</param>
    public virtual void AddMethod<TRequest, TResponse>(
        Method<TRequest, TResponse> method,
        ClientStreamingServerMethod<TRequest, TResponse>? handler)
        where TRequest : class
        where TResponse : class =>
        throw new NotImplementedException();

    /// <summary>Adds a server streaming method.</summary>
    /// <param name="method">The method.</param>
    /// <param name="handler">Its handler; null when the server looks the handler up on the service type.</param>
    public virtual void AddMethod<TRequest, TResponse>(
        Method<TRequest, TResponse> method,
        ServerStreamingServerMethod<TRequest, TResponse>? handler)
        where TRequest : class
        where TResponse : class =>
        throw new NotImplementedException();

    /// <summary>Adds a duplex streaming method.</summary>
    /// <param name="method">The method.</param>
    /// <param name="handler">Its handler; null when the server looks the handler up on the service type.</param>
    public virtual void AddMethod<TRequest, TResponse>(
        Method<TRequest, TResponse> method,
        DuplexStreamingServerMethod<TRequest, TResponse>? handler)
        where TRequest : class
        where TResponse : class =>
        throw new NotImplementedException();
}
