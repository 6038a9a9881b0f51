using System.Text;
using Google.Protobuf;
using Google.Protobuf.Reflection;

namespace Gateway.Tests.JsonMapping;

/// <summary>Makes scalars, extremes among them.</summary>
internal sealed class RandomScalars(int seed)
{
    private const int MaxLength = 12;

    private static readonly string[] Peculiar =
        ["\"", "\\", "/", "\0", "\n", "\u001f", "\u007f", "\u0085", "<", ">", "&", "'", "+", "é", "\u00ad", "中", "\u200b", "\u2028", "\ufeff", "\uffff", "😀", "\U0010ffff"];

    private readonly Random _random = new(seed);

    public object Next(FieldDescriptor field) => field.FieldType switch
    {
        FieldType.Bool => _random.Next(2) == 0,
        FieldType.Int32 or FieldType.SInt32 or FieldType.SFixed32 => Pick(0, 1, -1, int.MinValue, int.MaxValue, (int)Bits()),
        FieldType.UInt32 or FieldType.Fixed32 => Pick<uint>(0, 1, uint.MaxValue, (uint)Bits()),
        FieldType.Int64 or FieldType.SInt64 or FieldType.SFixed64 => Pick(0, 1, -1, long.MinValue, long.MaxValue, Bits()),
        FieldType.UInt64 or FieldType.Fixed64 => Pick<ulong>(0, 1, ulong.MaxValue, (ulong)Bits()),
        FieldType.Float => Pick(
            0, -0f, 0.1f, 1e20f, float.Epsilon, float.MinValue, float.MaxValue, float.NaN, float.PositiveInfinity, float.NegativeInfinity, _random.NextSingle()),
        FieldType.Double => Pick(
            0, -0.0, 0.1, 1e20, double.Epsilon, double.MinValue, double.MaxValue, double.NaN, double.PositiveInfinity, double.NegativeInfinity, _random.NextDouble()),
        FieldType.String => Text(),
        FieldType.Bytes => ByteString.CopyFrom(Encoding.UTF8.GetBytes(Text())),
        FieldType.Enum => Enum.ToObject(field.EnumType.ClrType, EnumNumber(field.EnumType)),
        _ => throw new NotSupportedException($"{field.FieldType}"),
    };

    public string Text()
    {
        var text = new StringBuilder();
        for (var length = _random.Next(MaxLength); length > 0; length--)
        {
            text.Append(_random.Next(3) == 0 ? Pick(Peculiar) : ((char)_random.Next(' ', '~')).ToString());
        }
        return text.ToString();
    }

    // Null has one value only, whatever the number.
    private int EnumNumber(EnumDescriptor type) => type.FullName == "google.protobuf.NullValue" ? 0
        : _random.Next(4) == 0 ? Pick(-7, 12_345, int.MaxValue)
        : type.Values[_random.Next(type.Values.Count)].Number;

    private long Bits() => _random.NextInt64(long.MinValue, long.MaxValue);

    private T Pick<T>(params T[] values) => values[_random.Next(values.Length)];
}
