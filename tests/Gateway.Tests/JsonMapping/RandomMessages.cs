using System.Collections;
using Google.Protobuf;
using Google.Protobuf.Reflection;
using Google.Protobuf.WellKnownTypes;

namespace Gateway.Tests.JsonMapping;

/// <summary>Makes messages with anything in them that can be read back from JSON. The same seed makes the same message.</summary>
/// <param name="seed">The seed.</param>
/// <param name="packed">The types that are put into <c>Any</c>.</param>
internal sealed class RandomMessages(int seed, IReadOnlyList<MessageDescriptor> packed)
{
    private const int MaxDepth = 3;
    private const int MaxCount = 3;
    private const double SetShare = 0.6;

    // Deeper messages have fewer fields, so that a type with hundreds of them that nests itself stays small.
    private const double DeepSetShare = 0.05;

    private readonly Random _random = new(seed);
    private readonly RandomScalars _scalars = new(seed);

    public IMessage Next(MessageDescriptor type, int depth = 0)
    {
        if (type.File.Package == "google.protobuf" && WellKnown(type, depth) is { } known) return known;
        var message = Empty(type);
        foreach (var field in type.Fields.InFieldNumberOrder())
        {
            if (_random.NextDouble() < (depth == 0 ? SetShare : DeepSetShare)) Set(message, field, depth + 1);
        }
        return message;
    }

    private static IMessage Empty(MessageDescriptor type) => type.Parser.ParseFrom(ByteString.Empty);

    private void Set(IMessage message, FieldDescriptor field, int depth)
    {
        if (field.FieldType == FieldType.Message && depth > MaxDepth) return;
        var value = field.IsMap || field.IsRepeated ? field.Accessor.GetValue(message) : null;
        switch (value)
        {
            case IDictionary map:
                var (key, element) = (field.MessageType.FindFieldByNumber(1), field.MessageType.FindFieldByNumber(2));
                for (var count = _random.Next(MaxCount + 1); count > 0; count--) map[Value(key, depth)!] = Value(element, depth);
                break;
            case IList list:
                for (var count = _random.Next(MaxCount + 1); count > 0; count--) list.Add(Value(field, depth));
                break;
            default:
                field.Accessor.SetValue(message, Value(field, depth));
                break;
        }
    }

    // In generated code the wrappers are their values.
    private object? Value(FieldDescriptor field, int depth) => field.FieldType is not (FieldType.Message or FieldType.Group) ? _scalars.Next(field)
        : field.MessageType.File.Name == "google/protobuf/wrappers.proto" ? _scalars.Next(field.MessageType.FindFieldByNumber(1))
        : Next(field.MessageType, depth);

    private IMessage? WellKnown(MessageDescriptor type, int depth) => type.Name switch
    {
        nameof(Timestamp) => new Timestamp { Seconds = _random.NextInt64(-62_135_596_800, 253_402_300_800), Nanos = Nanos() },
        nameof(Duration) => Duration(),
        nameof(FieldMask) => new FieldMask { Paths = { _random.GetItems(["name", "foo_bar.baz", "x1", "ab_cd_ef"], _random.Next(4)) } },
        nameof(Struct) => Struct(depth),
        nameof(Google.Protobuf.WellKnownTypes.Value) => DynamicValue(depth),
        nameof(ListValue) => new ListValue { Values = { Enumerable.Range(0, _random.Next(MaxCount)).Select(_ => DynamicValue(depth + 1)) } },
        nameof(Any) => Any.Pack(Next(packed[_random.Next(packed.Count)], depth + 1)),
        _ => null,
    };

    private Duration Duration()
    {
        var sign = _random.Next(2) * 2 - 1;
        var seconds = _random.Next(3) == 0 ? 0 : _random.NextInt64(Google.Protobuf.WellKnownTypes.Duration.MaxSeconds + 1);
        return new Duration { Seconds = sign * seconds, Nanos = sign * Nanos() };
    }

    private int Nanos() => _random.Next(5) switch
    {
        0 => 0,
        1 => _random.Next(1000) * 1_000_000,
        2 => _random.Next(1_000_000) * 1000,
        3 => 999_999_999,
        _ => _random.Next(1_000_000_000),
    };

    private Struct Struct(int depth)
    {
        var result = new Struct();
        for (var count = _random.Next(MaxCount); count > 0; count--) result.Fields["x" + _scalars.Text()] = DynamicValue(depth + 1);
        return result;
    }

    private Value DynamicValue(int depth) => _random.Next(depth > MaxDepth ? 4 : 6) switch
    {
        0 => Google.Protobuf.WellKnownTypes.Value.ForNull(),
        1 => Google.Protobuf.WellKnownTypes.Value.ForBool(_random.Next(2) == 0),
        2 => Google.Protobuf.WellKnownTypes.Value.ForNumber(_random.NextDouble() * 1e6),
        3 => Google.Protobuf.WellKnownTypes.Value.ForString(_scalars.Text()),
        4 => Google.Protobuf.WellKnownTypes.Value.ForStruct(Struct(depth + 1)),
        _ => Google.Protobuf.WellKnownTypes.Value.ForList(DynamicValue(depth + 1)),
    };
}
