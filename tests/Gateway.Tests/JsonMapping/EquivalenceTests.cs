using System.Reflection;
using System.Text;
using System.Text.Json.Nodes;
using Google.Protobuf;
using Google.Protobuf.Reflection;
using Platform.Gateway.Transcoding.Json;
using Platform.Probe.V1;
using Platform.Shortener.V1;

namespace Gateway.Tests.JsonMapping;

/// <summary>What <see cref="ProtoJson"/> writes means what the formatter of protobuf means, for messages of every type that the platform has.</summary>
public sealed class EquivalenceTests
{
    private const int Cases = 20;

    private static readonly int FirstSeed = new Random().Next();

    private static readonly FileDescriptor[] Files = [.. Closure([.. FilesOf(typeof(ShortenerReflection).Assembly), .. FilesOf(typeof(Kinds).Assembly)])];

    private static readonly Dictionary<string, MessageDescriptor> ByName = Files.SelectMany(file => file.MessageTypes).SelectMany(WithNested)
        .ToDictionary(type => type.FullName, StringComparer.Ordinal);

    private static readonly MessageDescriptor[] Packed = [Kinds.Descriptor, Thing.Descriptor, Google.Protobuf.WellKnownTypes.Duration.Descriptor];

    private static readonly TypeRegistry Registry = TypeRegistry.FromFiles(Files);
    private static readonly JsonFormatter Formatter = new(JsonFormatter.Settings.Default.WithFormatDefaultValues(true).WithTypeRegistry(Registry));
    private static readonly JsonParser Parser = new(JsonParser.Settings.Default.WithTypeRegistry(Registry));
    private static readonly ProtoJson Json = new(Formatter);

    public static TheoryData<string> Types => [.. ByName.Keys.Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Types))]
    public void Write_AnyMessage_MeansWhatTheFormatterMeans(string type)
    {
        for (var seed = FirstSeed; seed < FirstSeed + Cases; seed++)
        {
            var message = new RandomMessages(seed, Packed).Next(ByName[type]);

            var json = Text(message, null);

            ShouldMeanTheSame(json, Formatter.Format(message), $"seed {seed}");
            Parser.Parse(json, message.Descriptor).ShouldBe(message, $"seed {seed}: {json}");
        }
    }

    [Fact]
    public void Write_AnyField_MeansWhatTheFormatterMeans()
    {
        for (var seed = FirstSeed; seed < FirstSeed + Cases; seed++)
        {
            var message = new RandomMessages(seed, Packed).Next(Kinds.Descriptor);
            foreach (var field in Kinds.Descriptor.Fields.InFieldNumberOrder())
            {
                using var expected = new StringWriter();
                Formatter.WriteValue(expected, field.Accessor.GetValue(message));

                ShouldMeanTheSame(Text(message, field), expected.ToString(), $"seed {seed}, {field.Name}");
            }
        }
    }

    [Fact]
    public void Write_EmptyMessage_MeansWhatTheFormatterMeans() =>
        ShouldMeanTheSame(Text(new Kinds(), null), Formatter.Format(new Kinds()), "empty");

    private static void ShouldMeanTheSame(string json, string expected, string what) =>
        JsonNode.DeepEquals(JsonNode.Parse(json), JsonNode.Parse(expected)).ShouldBeTrue($"{what}\n{json}\n{expected}");

    private static string Text(IMessage message, FieldDescriptor? field)
    {
        using var json = Json.Write(message, field);
        return Encoding.UTF8.GetString(json.Written.Span);
    }

    private static IEnumerable<FileDescriptor> FilesOf(Assembly assembly) => assembly.GetTypes()
        .Select(type => type.GetProperty("Descriptor", BindingFlags.Public | BindingFlags.Static))
        .Where(property => property?.PropertyType == typeof(FileDescriptor))
        .Select(property => (FileDescriptor)property!.GetValue(null)!);

    private static IEnumerable<FileDescriptor> Closure(IReadOnlyCollection<FileDescriptor> files) =>
        files.Count == 0 ? [] : files.Concat(Closure([.. files.SelectMany(file => file.Dependencies)])).Distinct();

    private static IEnumerable<MessageDescriptor> WithNested(MessageDescriptor type) =>
        type.ClrType is null || type.GetOptions()?.MapEntry == true ? [] : type.NestedTypes.SelectMany(WithNested).Prepend(type);
}
