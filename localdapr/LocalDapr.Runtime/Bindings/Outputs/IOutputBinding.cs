namespace LocalDapr.Runtime.Bindings.Outputs;

/// <summary>Something outside that apps call by the bindings API.</summary>
internal interface IOutputBinding
{
    IReadOnlyList<string> Operations { get; }

    /// <summary>Runs one of the operations.</summary>
    /// <exception cref="BindingException">It failed; the message is for the caller.</exception>
    Task<BindingResponse> InvokeAsync(BindingRequest request, CancellationToken cancellationToken);
}

/// <summary>A call of a binding.</summary>
/// <param name="Operation">One of the binding's operations.</param>
/// <param name="Data">From HTTP the JSON of <c>data</c>, from gRPC the bytes.</param>
/// <param name="Metadata">Options of the operation.</param>
internal sealed record BindingRequest(string Operation, ReadOnlyMemory<byte> Data, IReadOnlyDictionary<string, string> Metadata)
{
    public string? Option(string name) => Metadata.TryGetValue(name, out var value) && value.Length > 0 ? value : null;
}

/// <summary>The answer; both parts are null when the operation has none.</summary>
internal sealed record BindingResponse(ReadOnlyMemory<byte>? Data, IReadOnlyDictionary<string, string>? Metadata = null)
{
    public static readonly BindingResponse Empty = new(Data: null);
}

/// <summary>An operation that failed, said so that the caller can do something about it.</summary>
internal sealed class BindingException(string message, Exception? innerException = null) : Exception(message, innerException);
