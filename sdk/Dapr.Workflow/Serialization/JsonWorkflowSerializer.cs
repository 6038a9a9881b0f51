using System.Text.Json;

namespace Dapr.Workflow.Serialization;

/// <summary>Writes values as JSON.</summary>
/// <param name="options">How.</param>
public sealed class JsonWorkflowSerializer(JsonSerializerOptions options) : IWorkflowSerializer
{
    private readonly JsonSerializerOptions _options = options ?? throw new ArgumentNullException(nameof(options));

    /// <summary>Writes values as JSON with camel-case names, fields included, which makes tuples serializable.</summary>
    public JsonWorkflowSerializer()
        : this(new JsonSerializerOptions(JsonSerializerDefaults.Web) { IncludeFields = true })
    {
    }

    /// <inheritdoc />
    public string Serialize(object? value, Type? inputType = null) =>
        value is null ? "" : JsonSerializer.Serialize(value, inputType ?? value.GetType(), _options);

    /// <inheritdoc />
    public T? Deserialize<T>(string? data) => string.IsNullOrEmpty(data) ? default : JsonSerializer.Deserialize<T>(data, _options);

    /// <inheritdoc />
    public object? Deserialize(string? data, Type returnType)
    {
        ArgumentNullException.ThrowIfNull(returnType);
        return string.IsNullOrEmpty(data) ? null : JsonSerializer.Deserialize(data, returnType, _options);
    }
}
