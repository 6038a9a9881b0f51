using FsCheck;
using FsCheck.Fluent;

namespace LocalDapr.Http2.Tests.Hpack;

public sealed class HeaderReaderTests
{
    // Appendices C.2.1 to C.2.4, C.3.1 and C.4.1 of RFC 7541.
    [Theory]
    [InlineData("400a637573746f6d2d6b65790d637573746f6d2d686561646572", "custom-key: custom-header")]
    [InlineData("040c2f73616d706c652f70617468", ":path: /sample/path")]
    [InlineData("100870617373776f726406736563726574", "password: secret")]
    [InlineData("82", ":method: GET")]
    [InlineData("828684410f7777772e6578616d706c652e636f6d", ":method: GET|:scheme: http|:path: /|:authority: www.example.com")]
    [InlineData("828684418cf1e3c2e5f23a6ba0ab90f4ff", ":method: GET|:scheme: http|:path: /|:authority: www.example.com")]
    public void TryRead_ExampleOfTheRfc_IsItsFields(string block, string fields) => Read(block).ShouldBe(fields);

    [Theory]
    [InlineData("", "")]
    [InlineData("2088", ":status: 200")]
    [InlineData("202088", ":status: 200")]
    [InlineData("bd", "www-authenticate: ")]
    [InlineData("0001610162", "a: b")]
    public void TryRead_AtALimit_IsItsFields(string block, string fields) => Read(block).ShouldBe(fields);

    [Theory]
    [InlineData("80", "index 0")]
    [InlineData("be", "index 62, the first of a dynamic table")]
    [InlineData("7e00", "a name of index 62")]
    [InlineData("0f2f00", "a name of index 62 in a prefix of four bits")]
    [InlineData("ff", "an index that is not whole")]
    [InlineData("ffffffffffff7f", "an index that is too large")]
    [InlineData("ff8080808000", "an integer with too many bytes")]
    [InlineData("00", "no name")]
    [InlineData("000a6375", "a name that is not whole")]
    [InlineData("000161", "no value")]
    [InlineData("0001610562", "a value that is not whole")]
    [InlineData("00016182ff", "a Huffman-coded value that is not whole")]
    [InlineData("00016181ff", "a Huffman-coded value that is broken")]
    [InlineData("0001617fffffffffff7f", "a value whose length is too large")]
    [InlineData("0001617f808080", "a value whose length is not whole")]
    [InlineData("21", "a table of one byte")]
    [InlineData("3fe11f", "a table of 4096 bytes")]
    [InlineData("8820", "a table's size after a field")]
    public void TryRead_Broken_IsACompressionError(string block, string what)
    {
        var failure = Should.Throw<HttpProtocolException>(() => Read(block), what);

        failure.ErrorCode.ShouldBe((long)ErrorCode.CompressionError);
    }

    [Fact]
    public void TryRead_AnyBytes_GivesFieldsOrACompressionError() => Prop.ForAll(
        Gen.Choose(0, 255).Select(number => (byte)number).ArrayOf().ToArbitrary(),
        bytes =>
        {
            try
            {
                Fields.Read(bytes).Count.ShouldBeLessThanOrEqualTo(bytes.Length);
            }
            catch (HttpProtocolException failure)
            {
                failure.ErrorCode.ShouldBe((long)ErrorCode.CompressionError);
            }
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(2000));

    private static string Read(string block) =>
        string.Join('|', Fields.Read(Convert.FromHexString(block)).Select(field => $"{field.Name}: {field.Value}"));
}
