namespace Dapr.Client;

/// <summary>One operation of an output binding.</summary>
/// <param name="bindingName">Name of the binding component.</param>
/// <param name="operation">What to do, as the component documents it.</param>
public sealed class BindingRequest(string bindingName, string operation)
{
    /// <summary>Name of the binding component.</summary>
    public string BindingName { get; } = bindingName ?? throw new ArgumentNullException(nameof(bindingName));

    /// <summary>What to do, as the component documents it.</summary>
    public string Operation { get; } = operation ?? throw new ArgumentNullException(nameof(operation));

    /// <summary>The input.</summary>
    public ReadOnlyMemory<byte> Data { get; set; }

    /// <summary>Parameters, as the component documents them.</summary>
    public Dictionary<string, string> Metadata { get; } = [];
}

/// <summary>What an output binding gave.</summary>
/// <param name="request">The operation that ran.</param>
/// <param name="data">The output.</param>
/// <param name="metadata">Further results, as the component documents them.</param>
public sealed class BindingResponse(BindingRequest request, ReadOnlyMemory<byte> data, IReadOnlyDictionary<string, string> metadata)
{
    /// <summary>The operation that ran.</summary>
    public BindingRequest Request { get; } = request ?? throw new ArgumentNullException(nameof(request));

    /// <summary>The output.</summary>
    public ReadOnlyMemory<byte> Data { get; } = data;

    /// <summary>Further results, as the component documents them.</summary>
    public IReadOnlyDictionary<string, string> Metadata { get; } = metadata ?? throw new ArgumentNullException(nameof(metadata));
}
