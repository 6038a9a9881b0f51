using System.Text;
using Google.Protobuf;
using Google.Protobuf.Reflection;
using Google.Protobuf.WellKnownTypes;
using Google.Type;
using Platform.Gateway.Transcoding.Json;
using Platform.Probe.V1;

namespace Gateway.Tests.JsonMapping;

public sealed class ProtoJsonTests
{
    private static readonly ProtoJson Json = new(new JsonFormatter(
        JsonFormatter.Settings.Default.WithFormatDefaultValues(true).WithTypeRegistry(TypeRegistry.FromMessages(Part.Descriptor))));

    [Fact]
    public void Write_NothingSet_HasDefaultsAndNoMessages() =>
        Text(new Thing()).ShouldBe("""{"name":"","count":"0","labels":{},"spareParts":[],"etag":""}""");

    [Fact]
    public void Write_Nested_HasAll() =>
        Text(new Thing
        {
            Name = "things/1",
            Count = long.MaxValue,
            Labels = { ["a"] = "b" },
            Part = new Part { Weight = 1.5, Material = Material.Steel },
            CreateTime = new Timestamp { Seconds = 1, Nanos = 20_000_000 },
            NumberNote = 0,
        }).ShouldBe(
            """
            {"name":"things/1","count":"9223372036854775807","labels":{"a":"b"},"part":{"weight":1.5,"material":"STEEL"},"createTime":"1970-01-01T00:00:01.020Z","spareParts":[],"etag":"","numberNote":0}
            """);

    [Fact]
    public void Write_OptionalSetToItsDefault_IsThere()
    {
        Text(new Kinds { MaybeInt32 = 0 }).ShouldContain("\"maybeInt32\":0");
        Text(new Kinds()).ShouldNotContain("maybeInt32");
    }

    [Theory]
    [InlineData(double.NaN, "\"NaN\"")]
    [InlineData(double.PositiveInfinity, "\"Infinity\"")]
    [InlineData(double.NegativeInfinity, "\"-Infinity\"")]
    [InlineData(0.1, "0.1")]
    public void Write_Double_IsANumberWhereJsonHasIt(double value, string expected) => Field(new Kinds { PlainDouble = value }, "plain_double").ShouldBe(expected);

    [Fact]
    public void Write_Float_HasNoMoreDigitsThanItNeeds() => Field(new Kinds { PlainFloat = 0.1f }, "plain_float").ShouldBe("0.1");

    [Theory]
    [InlineData(0, 0, "0s")]
    [InlineData(0, -1, "-0.000000001s")]
    [InlineData(-3, -500_000_000, "-3.500s")]
    [InlineData(315_576_000_000, 999_999_999, "315576000000.999999999s")]
    public void Write_Duration_IsSeconds(long seconds, int nanos, string expected) =>
        Text(new Duration { Seconds = seconds, Nanos = nanos }).ShouldBe($"\"{expected}\"");

    [Theory]
    [InlineData(-62_135_596_800, 0, "0001-01-01T00:00:00Z")]
    [InlineData(253_402_300_799, 999_999_999, "9999-12-31T23:59:59.999999999Z")]
    [InlineData(0, 1000, "1970-01-01T00:00:00.000001Z")]
    public void Write_Timestamp_IsRfc3339(long seconds, int nanos, string expected) =>
        Text(new Timestamp { Seconds = seconds, Nanos = nanos }).ShouldBe($"\"{expected}\"");

    [Fact]
    public void Write_TimesOutOfRange_Throws()
    {
        Should.Throw<InvalidOperationException>(() => Text(new Timestamp { Seconds = 253_402_300_800 }));
        Should.Throw<InvalidOperationException>(() => Text(new Timestamp { Nanos = -1 }));
        Should.Throw<InvalidOperationException>(() => Text(new Duration { Seconds = 1, Nanos = -1 }));
        Should.Throw<InvalidOperationException>(() => Text(new Duration { Seconds = long.MinValue }));
    }

    [Fact]
    public void Write_Enum_IsTheFirstNameOrTheNumber()
    {
        Field(new Kinds { PlainFlavor = Flavor.Sugary }, "plain_flavor").ShouldBe("\"SWEET\"");
        Field(new Kinds { PlainFlavor = (Flavor)77 }, "plain_flavor").ShouldBe("77");
    }

    [Fact]
    public void Write_FieldOfResponse_IsItsValueAlone()
    {
        var message = new Kinds { ManyString = { "a", "b" }, OneMoney = new Money { CurrencyCode = "EUR", Units = 3 } };

        Field(message, "many_string").ShouldBe("""["a","b"]""");
        Field(message, "one_money").ShouldBe("""{"currencyCode":"EUR","units":"3","nanos":0}""");
        Field(message, "one_kinds").ShouldBe("null");
        Field(message, "one_int32_value").ShouldBe("null");
    }

    [Fact]
    public void Write_Any_IsFoundByItsType() =>
        Text(Any.Pack(new Part { Weight = 2 })).Replace(" ", "", StringComparison.Ordinal)
            .ShouldBe("""{"@type":"type.googleapis.com/platform.probe.v1.Part","weight":2,"material":"MATERIAL_UNSPECIFIED"}""");

    [Fact]
    public void Write_MoreThanAPooledBufferKeeps_IsWhole()
    {
        var name = new string('x', 1_000_000);

        Field(new Thing { Name = name }, "name").ShouldBe($"\"{name}\"");
        Field(new Thing { Name = "y" }, "name").ShouldBe("\"y\"");
    }

    [Fact]
    public void Write_ManyAtATime_AreSeparate()
    {
        var answers = Enumerable.Range(0, 100).Select(number => (Number: number, Answer: Json.Write(new Part { Weight = number }))).ToList();

        foreach (var (number, answer) in answers)
        {
            Encoding.UTF8.GetString(answer.Written.Span).ShouldStartWith($$"""{"weight":{{number}},""");
            answer.Dispose();
        }
    }

    [Fact]
    public void Write_TextBeyondAscii_IsUtf8() => Field(new Thing { Name = "Käse <1 kg> & 中" }, "name").ShouldBe("\"Käse <1 kg> & 中\"");

    [Fact]
    public void Write_HalfASurrogatePair_ThrowsAndTheNextAnswerIsWhole()
    {
        // No theory: test cases travel as UTF-8, which has no such text.
        foreach (var text in new[] { "\ud83d", "\ude00\ud83d", "a\ud83d\ud83d\ude00" })
        {
            Should.Throw<ArgumentException>(() => Text(new Thing { Name = "first", Etag = text }));
            Should.Throw<ArgumentException>(() => Text(new Thing { Labels = { [text] = "" } }));

            Text(new Part()).ShouldBe("""{"weight":0,"material":"MATERIAL_UNSPECIFIED"}""");
        }
    }

    private static string Field(IMessage message, string name)
    {
        using var json = Json.Write(message, message.Descriptor.FindFieldByName(name));
        return Encoding.UTF8.GetString(json.Written.Span);
    }

    private static string Text(IMessage message)
    {
        using var json = Json.Write(message);
        return Encoding.UTF8.GetString(json.Written.Span);
    }
}
