using System.Collections.Concurrent;
using System.Reflection;
using Google.Protobuf;
using Google.Protobuf.Collections;
using Google.Protobuf.WellKnownTypes;
using Type = System.Type;

namespace Platform.Gateway.Transcoding.Json;

/// <summary>The writers of all types that fields have in generated code, each made when it is first asked for.</summary>
/// <remarks>
/// A type tells how it is written: fields of wrapper types, such as <c>google.protobuf.Int32Value</c>, are nullable scalars in generated code.
/// </remarks>
internal sealed class ValueWriters
{
    private const string WellKnownPackage = "google.protobuf";

    private readonly ConcurrentDictionary<Type, Delegate> _writers = new();
    private readonly JsonFormatter _formatter;

    /// <param name="formatter">Writes the well-known types that have no writer here.</param>
    public ValueWriters(JsonFormatter formatter)
    {
        _formatter = formatter;
        Add<bool>(static (json, value) => json.WriteBooleanValue(value));
        Add<int>(static (json, value) => json.WriteNumberValue(value));
        Add<uint>(static (json, value) => json.WriteNumberValue(value));
        Add<long>(ScalarWriters.Write);
        Add<ulong>(ScalarWriters.Write);
        Add<float>(ScalarWriters.Write);
        Add<double>(ScalarWriters.Write);
        Add<string>(ScalarWriters.Write);
        Add<ByteString>(static (json, value) => json.WriteBase64StringValue(value.Span));
        Add<NullValue>(static (json, _) => json.WriteNullValue());
        Add<Timestamp>(TimeWriters.Write);
        Add<Duration>(TimeWriters.Write);
    }

    /// <summary>The writer of a type.</summary>
    public ValueWriter<T> For<T>() => (ValueWriter<T>)_writers.GetOrAdd(typeof(T), static (type, writers) => writers.Make(type), this);

    private void Add<T>(ValueWriter<T> writer) => _writers[typeof(T)] = writer;

    private Delegate Make(Type type)
    {
        if (type.IsEnum) return Make(nameof(Enum), type);
        if (type.IsAssignableTo(typeof(IMessage))) return Make(nameof(Message), type);
        var generic = type.IsGenericType ? type.GetGenericTypeDefinition() : null;
        var name = generic == typeof(RepeatedField<>) ? nameof(List)
            : generic == typeof(MapField<,>) ? nameof(Map)
            : generic == typeof(Nullable<>) ? nameof(Nullable)
            : throw new NotSupportedException($"No field of a message is a {type}.");
        return Make(name, type.GetGenericArguments());
    }

    private Delegate Make(string method, params Type[] arguments) =>
        (Delegate)GetType().GetMethod(method, BindingFlags.Instance | BindingFlags.Static | BindingFlags.NonPublic)!.MakeGenericMethod(arguments).Invoke(this, null)!;

    private static ValueWriter<T> Enum<T>()
        where T : struct, System.Enum => new EnumWriter<T>().Write;

    private ValueWriter<T> Message<T>()
        where T : IMessage, new()
    {
        var descriptor = new T().Descriptor;
        if (descriptor.File.Package != WellKnownPackage) return new MessageWriter<T>(descriptor, this).Write;
        return (json, value) => json.WriteRawValue(_formatter.Format(value), skipInputValidation: true);
    }

    private ValueWriter<RepeatedField<T>> List<T>() => new ListWriter<T>(For<T>()).Write;

    private ValueWriter<MapField<TKey, TValue>> Map<TKey, TValue>()
        where TKey : notnull => new MapWriter<TKey, TValue>(For<TValue>()).Write;

    private ValueWriter<T?> Nullable<T>()
        where T : struct
    {
        var write = For<T>();
        return (json, value) =>
        {
            if (value is { } set) write(json, set);
            else json.WriteNullValue();
        };
    }
}
