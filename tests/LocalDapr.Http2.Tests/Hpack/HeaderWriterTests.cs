using System.Buffers;
using System.Text;
using FsCheck;
using FsCheck.Fluent;
using LocalDapr.Http2.Hpack;

namespace LocalDapr.Http2.Tests.Hpack;

public sealed class HeaderWriterTests
{
    private static readonly string[] Names =
        ["a", "x-custom", "content-type", ":path", "cookie", "www-authenticate", new('n', 126), new('n', 127), new('n', 300)];

    private static readonly int[] Lengths = [0, 1, 126, 127, 128, 254, 255, 16 * 1024, (16 * 1024) + 127, 70_000];

    [Fact]
    public void Write_AnyFields_AreReadBack() => Prop.ForAll(
        AnyField().ListOf().ToArbitrary(),
        fields =>
        {
            var block = new ArrayBufferWriter<byte>();
            foreach (var (name, value) in fields)
                HeaderWriter.Write(block, name, value);

            Fields.Read(block.WrittenSpan).ShouldBe(fields);
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(200).WithEndSize(20));

    [Theory]
    [InlineData("X-Request-ID", "x-request-id")]
    [InlineData("Content-Type", "content-type")]
    public void Write_NameInAnyCase_IsInLowerCase(string name, string written) => Fields.Read(Write(name, "v")).ShouldBe([(written, "v")]);

    [Theory]
    [InlineData("authorization")]
    [InlineData("Authorization")]
    [InlineData("proxy-authorization")]
    [InlineData("cookie")]
    [InlineData("Cookie")]
    public void Write_Secret_IsNeverIndexed(string name) => (Write(name, "secret")[0] & 0xf0).ShouldBe(0x10);

    [Theory]
    [InlineData("x-custom", 0x00)]
    [InlineData(":path", 0x04)]
    [InlineData("content-type", 0x0f)]
    public void Write_OtherField_IsALiteralWithoutIndexing(string name, byte first) => Write(name, "v")[0].ShouldBe(first);

    [Fact]
    public void Write_IndexOfTheStaticTable_IsOneByte()
    {
        var block = new ArrayBufferWriter<byte>();

        HeaderWriter.Write(block, 3);

        block.WrittenSpan.ToArray().ShouldBe([0x83]);
        Fields.Read(block.WrittenSpan).ShouldBe([(":method", "POST")]);
    }

    [Fact]
    public void Write_ValueThatIsNotAscii_IsUtf8()
    {
        var block = Write("a", "grün €");

        Encoding.UTF8.GetString(block.AsSpan(4)).ShouldBe("grün €");
    }

    private static byte[] Write(string name, string value)
    {
        var block = new ArrayBufferWriter<byte>();
        HeaderWriter.Write(block, name, value);
        return block.WrittenSpan.ToArray();
    }

    private static Gen<(string Name, string Value)> AnyField() =>
        from name in Gen.Elements(Names)
        from value in Gen.OneOf(
            Gen.Choose(' ', '~').Select(number => (char)number).ArrayOf().Select(characters => new string(characters)),
            Gen.Elements(Lengths).Select(length => new string('v', length)))
        select (name, value);
}
