using System.Text.Json;

namespace Platform.Gateway.Transcoding.Json;

/// <summary>Writes one value: what stands behind a name, or is an element of an array.</summary>
/// <typeparam name="T">The type of the value in generated code.</typeparam>
internal delegate void ValueWriter<in T>(Utf8JsonWriter json, T value);
