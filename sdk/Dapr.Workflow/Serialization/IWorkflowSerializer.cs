namespace Dapr.Workflow.Serialization;

/// <summary>Turns inputs, outputs, payloads of events and custom statuses into text and back.</summary>
public interface IWorkflowSerializer
{
    /// <summary>Writes a value; null is written as the empty text.</summary>
    /// <param name="value">The value.</param>
    /// <param name="inputType">The type to write it as; null: its own.</param>
    string Serialize(object? value, Type? inputType = null);

    /// <summary>Reads a value; the empty text is the type's default.</summary>
    T? Deserialize<T>(string? data);

    /// <summary>Reads a value; the empty text is null.</summary>
    object? Deserialize(string? data, Type returnType);
}
