namespace Dapr.Client;

public abstract partial class DaprClient
{
    /// <summary>Runs an operation of an output binding with JSON input; its output is dropped.</summary>
    /// <typeparam name="TRequest">Type of the input.</typeparam>
    /// <param name="bindingName">Name of the binding component.</param>
    /// <param name="operation">What to do, as the component documents it.</param>
    /// <param name="data">The input.</param>
    /// <param name="metadata">Parameters, as the component documents them.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    public abstract Task InvokeBindingAsync<TRequest>(
        string bindingName,
        string operation,
        TRequest data,
        IReadOnlyDictionary<string, string>? metadata = null,
        CancellationToken cancellationToken = default);

    /// <summary>Runs an operation of an output binding with JSON input and output.</summary>
    /// <typeparam name="TRequest">Type of the input.</typeparam>
    /// <typeparam name="TResponse">Type of the output.</typeparam>
    /// <param name="bindingName">Name of the binding component.</param>
    /// <param name="operation">What to do, as the component documents it.</param>
    /// <param name="data">The input.</param>
    /// <param name="metadata">Parameters, as the component documents them.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The output; the type's default when there is none.</returns>
    public abstract Task<TResponse> InvokeBindingAsync<TRequest, TResponse>(
        string bindingName,
        string operation,
        TRequest data,
        IReadOnlyDictionary<string, string>? metadata = null,
        CancellationToken cancellationToken = default);

    /// <summary>Runs an operation of an output binding with bytes in and out.</summary>
    /// <param name="request">The operation.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    public abstract Task<BindingResponse> InvokeBindingAsync(BindingRequest request, CancellationToken cancellationToken = default);
}
